/* How the calls that cffi makes of the core are made.
 *
 * For the module that cffi generates, and for nothing else: it takes the place of macros
 * which that has defined, and of their meaning changes nothing that the core knows of.
 *
 * cffi gives Python's lock (the GIL) up around every call. That takes longer than most calls
 * of the core do; and while another thread computes, every one of them would be an invitation
 * to it, for the 5 ms after which it has to give the lock back. Here only the calls that wait
 * do. All the others return at once, and take no mutex that is held by somebody who waits for
 * the lock. */
#ifndef NUV_CFFI_CALLS_H
#define NUV_CFFI_CALLS_H

#ifndef PYPY_VERSION /* it calls C by other means */

#include <string.h>

/* `wrapper` is the name of cffi's function: compilers know the answer. */
static inline int nuv__waits(const char *wrapper) {
  return strcmp(wrapper, "_cffi_f_nuv_loop_poll") == 0 ||
         strcmp(wrapper, "_cffi_f_nuv_loop_poll_with") == 0 ||
         strcmp(wrapper, "_cffi_f_nuv_loop_poll_take") == 0 ||
         strcmp(wrapper, "_cffi_f_nuv_loop_wait") == 0;
}

#undef Py_BEGIN_ALLOW_THREADS
#define Py_BEGIN_ALLOW_THREADS \
  {                            \
    PyThreadState *nuv__thread = nuv__waits(__func__) ? PyEval_SaveThread() : NULL;

#undef Py_END_ALLOW_THREADS
#define Py_END_ALLOW_THREADS                             \
  if (nuv__thread != NULL) PyEval_RestoreThread(nuv__thread); \
  }

#endif
#endif
