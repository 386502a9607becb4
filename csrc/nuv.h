#ifndef NUV_H
#define NUV_H

#include <stddef.h>
#include <stdint.h>

#include "nuv_api.h"

#endif
