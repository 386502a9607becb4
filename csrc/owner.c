/* Which thread, of which process, may use a loop and what belongs to it. */
#include "nuv_internal.h"

int nuv__refusal(uint64_t owner) {
  return nuv__is_inherited(owner) ? NUV_EFORKED : NUV_EWRONGTHREAD;
}

int32_t nuv_loop_check(nuv_loop *loop) {
  return nuv__check(loop);
}
