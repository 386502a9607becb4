/* What the C lane's files share. */
#ifndef NUV_LANE_H
#define NUV_LANE_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>

/* What the module has in each interpreter: a type that outlived its own would be freed
 * into the lists of another one's collector. */
typedef struct lane_state {
  PyTypeObject *chunk_type;
  PyObject *run_name; /* "run" */
} lane_state;

/* handoff.c: adds the class ReaderBase to the module. 0, or -1 with an exception. */
int nuv__reader_base_add(PyObject *module);

#endif
