/* How the calls that cffi makes of the core are made.
 *
 * For the module that cffi generates, and for nothing else: it takes the place of macros
 * which that has defined, and of their meaning changes nothing that the core knows of.
 *
 * - cffi gives Python's lock (the GIL) up around every call. That takes longer than most
 *   calls of the core do; and while another thread computes, every one of them would be an
 *   invitation to it, for the 5 ms after which it has to give the lock back. Here only the
 *   calls that wait do. All the others return at once, and take no mutex that is held by
 *   somebody who waits for the lock.
 * - cffi keeps errno for Python around every call. The core's errors are its results.
 * - cffi's own conversions are for every type there is, and its wheels are compiled without
 *   optimization. Exact bytes, for the one call that is made for every write, and integers
 *   take the direct way; all else is cffi's as ever. */
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

/* Its one pointer is that of the bytes. */
static inline int nuv__takes_bytes(const char *wrapper) {
  return strcmp(wrapper, "_cffi_f_nuv_stream_try_write_at") == 0;
}

#undef Py_BEGIN_ALLOW_THREADS
#define Py_BEGIN_ALLOW_THREADS \
  {                            \
    PyThreadState *nuv__thread = nuv__waits(__func__) ? PyEval_SaveThread() : NULL;

#undef Py_END_ALLOW_THREADS
#define Py_END_ALLOW_THREADS                             \
  if (nuv__thread != NULL) PyEval_RestoreThread(nuv__thread); \
  }

static inline void nuv__leave_errno(void) {}

#undef _cffi_restore_errno
#define _cffi_restore_errno nuv__leave_errno
#undef _cffi_save_errno
#define _cffi_save_errno nuv__leave_errno

#undef _cffi_to_c_i64
#define _cffi_to_c_i64 PyLong_AsLongLong

/* cffi's own, which the macro's name hides from here on. */
static inline Py_ssize_t nuv__any_argument(struct _cffi_ctypedescr *type, PyObject *argument,
                                           char **out) {
  return _cffi_prepare_pointer_call_argument(type, argument, out);
}

/* `*out` is what it points to, borrowed from `argument`; the result is cffi's, 0 for that. */
static inline Py_ssize_t nuv__pointer_argument(int may_be_bytes, struct _cffi_ctypedescr *type,
                                               PyObject *argument, char **out) {
  if (!may_be_bytes || !PyBytes_CheckExact(argument)) return nuv__any_argument(type, argument, out);
  *out = PyBytes_AsString(argument);
  return 0;
}

#undef _cffi_prepare_pointer_call_argument
#define _cffi_prepare_pointer_call_argument(type, argument, out) \
  nuv__pointer_argument(nuv__takes_bytes(__func__), type, argument, out)

#endif
#endif
