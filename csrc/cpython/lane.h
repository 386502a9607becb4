/* What the C lane's files share. */
#ifndef NUV_LANE_H
#define NUV_LANE_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>

/* handoff.c: adds the class Handoff to the module. 0, or -1 with an exception. */
int nuv__handoff_add(PyObject *module);

#endif
