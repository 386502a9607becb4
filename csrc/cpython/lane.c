/* The C lane: dispatching a batch and writing bytes, the two things done per
 * event, for CPython's limited API. Holds no policy and no state but the table
 * of the core's functions that bind() was given. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include "nuv.h"

typedef struct lane_state {
  const nuv_lane_api *api;
} lane_state;

static const nuv_lane_api *get_api(PyObject *module) {
  lane_state *state = PyModule_GetState(module);
  if (state->api == NULL) PyErr_SetString(PyExc_RuntimeError, "the C lane is not bound");
  return state->api;
}

static PyObject *lane_bind(PyObject *module, PyObject *address) {
  lane_state *state = PyModule_GetState(module);
  void *api = PyLong_AsVoidPtr(address);
  if (api == NULL && PyErr_Occurred()) return NULL;
  state->api = api;
  Py_RETURN_NONE;
}

/* write(stream, data): True when the kernel took all, else how many it took
 * (or a negative error). */
static PyObject *lane_write(PyObject *module, PyObject *const *arguments, Py_ssize_t count) {
  char *bytes;
  Py_ssize_t length;
  const nuv_lane_api *api = get_api(module);
  if (api == NULL) return NULL;
  if (count != 2) {
    PyErr_SetString(PyExc_TypeError, "write() takes a stream and bytes");
    return NULL;
  }
  nuv_stream *stream = PyLong_AsVoidPtr(arguments[0]);
  if (stream == NULL) {
    if (!PyErr_Occurred()) PyErr_SetString(PyExc_ValueError, "write() takes a stream");
    return NULL;
  }
  if (PyBytes_AsStringAndSize(arguments[1], &bytes, &length) < 0) return NULL;
  int64_t written = api->try_write(stream, bytes, length);
  if (written == length) Py_RETURN_TRUE;
  return PyLong_FromLongLong(written);
}

typedef struct dispatcher {
  PyObject *sinks;       /* list: slot -> what takes its data */
  PyObject *generations; /* list: slot -> generation */
  PyObject *handle;      /* callable(kind, slot, a, b) for all but data */
  PyObject *ticks;       /* sized: callbacks to run after this one */
  PyObject *run_ticks;   /* callable() */
  const char *arena;
} dispatcher;

static int is_current(const dispatcher *d, const nuv_event *event) {
  PyObject *generation = PyList_GetItem(d->generations, (Py_ssize_t)event->slot);
  if (generation == NULL) {
    PyErr_Clear(); /* a slot Python has not heard of yet */
    return 0;
  }
  return PyLong_AsLongLong(generation) == event->generation;
}

static PyObject *deliver_data(const dispatcher *d, const nuv_event *event) {
  PyObject *sink = PyList_GetItem(d->sinks, (Py_ssize_t)event->slot);
  if (sink == NULL) return NULL;
  PyObject *data = PyBytes_FromStringAndSize(d->arena + event->a, (Py_ssize_t)(event->b - event->a));
  if (data == NULL) return NULL;
  Py_INCREF(sink); /* the listener may take itself off */
  PyObject *result = PyObject_CallFunctionObjArgs(sink, data, NULL);
  Py_DECREF(sink);
  Py_DECREF(data);
  return result;
}

static PyObject *deliver(const dispatcher *d, const nuv_event *event) {
  if (event->kind == NUV_EV_DATA) return deliver_data(d, event);
  return PyObject_CallFunction(d->handle, "LLLL", (long long)event->kind, (long long)event->slot,
                               (long long)event->a, (long long)event->b);
}

static int run_ticks(const dispatcher *d) {
  Py_ssize_t waiting = PyObject_Size(d->ticks);
  if (waiting <= 0) return (int)waiting;
  PyObject *result = PyObject_CallFunctionObjArgs(d->run_ticks, NULL);
  Py_XDECREF(result);
  return result == NULL ? -1 : 0;
}

/* Releases a record before its listener hears of it: an exception consumes it. */
static int dispatch_all(const nuv_lane_api *api, nuv_loop *loop, const dispatcher *d) {
  nuv_event *events;
  while (api->batch(loop, &events) > 0) {
    const nuv_event event = events[0];
    api->release(loop, 1);
    if (!is_current(d, &event)) continue;
    PyObject *result = deliver(d, &event);
    if (result == NULL) return -1;
    Py_DECREF(result);
    if (run_ticks(d) < 0) return -1;
  }
  return 0;
}

/* dispatch(loop, sinks, generations, handle, ticks, run_ticks): all records. */
static PyObject *lane_dispatch(PyObject *module, PyObject *const *arguments, Py_ssize_t count) {
  int64_t size;
  const nuv_lane_api *api = get_api(module);
  if (api == NULL) return NULL;
  if (count != 6) {
    PyErr_SetString(PyExc_TypeError, "dispatch() takes six arguments");
    return NULL;
  }
  nuv_loop *loop = PyLong_AsVoidPtr(arguments[0]);
  if (loop == NULL) return NULL;
  dispatcher d = {arguments[1], arguments[2], arguments[3], arguments[4], arguments[5],
                  api->arena(loop, &size)};
  if (dispatch_all(api, loop, &d) < 0) return NULL;
  Py_RETURN_NONE;
}

static PyMethodDef lane_methods[] = {
    {"bind", lane_bind, METH_O, "Takes the address of the core's nuv_lane_api."},
    {"write", (PyCFunction)(void (*)(void))lane_write, METH_FASTCALL, "Writes bytes at once."},
    {"dispatch", (PyCFunction)(void (*)(void))lane_dispatch, METH_FASTCALL, "Dispatches a batch."},
    {NULL, NULL, 0, NULL},
};

static PyModuleDef_Slot lane_slots[] = {{0, NULL}};

static struct PyModuleDef lane_module = {
    PyModuleDef_HEAD_INIT, .m_name = "netuv._lane_c", .m_size = sizeof(lane_state),
    .m_methods = lane_methods, .m_slots = lane_slots,
};

PyMODINIT_FUNC PyInit__lane_c(void);

PyMODINIT_FUNC PyInit__lane_c(void) {
  return PyModuleDef_Init(&lane_module);
}
