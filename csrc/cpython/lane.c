/* The C lane: polling, dispatching a batch and writing bytes, what is done per
 * event, for CPython's limited API. Holds no policy; its one state is what bind()
 * and install() were given, which is the same for every interpreter. */
#include "lane.h"

#include <string.h>

#include "nuv.h"

static struct {
  const nuv_lane_api *api; /* the core's functions */
  PyObject *write_target;          /* "_write_target": the attribute with the stream's id, or 0 */
  Py_ssize_t write_target_place;   /* where every instance of the class has it; 0: not known */
  PyObject *rest;          /* "_write_rest": the method for what the kernel left */
  PyObject *slowly;        /* "_write_slowly": the method for every other write */
  PyMethodDef write;       /* what install() makes a method of */
} lane;

static int is_bound(void) {
  if (lane.api == NULL) PyErr_SetString(PyExc_RuntimeError, "the C lane is not bound");
  return lane.api != NULL;
}

static PyObject *lane_bind(PyObject *module, PyObject *address) {
  (void)module;
  void *api = PyLong_AsVoidPtr(address);
  if (api == NULL && PyErr_Occurred()) return NULL;
  lane.api = api;
  Py_RETURN_NONE;
}

/* How many of the bytes the kernel left, or a negative error. */
static int64_t write_bytes(nuv_stream_id stream, PyObject *bytes) {
  return lane.api->try_write(stream, PyBytes_AsString(bytes), PyBytes_Size(bytes));
}

/* self._write_rest(data, left) */
static PyObject *write_rest(PyObject *self, PyObject *data, int64_t left) {
  PyObject *number = PyLong_FromLongLong(left);
  if (number == NULL) return NULL;
  PyObject *result = PyObject_CallMethodObjArgs(self, lane.rest, data, number, NULL);
  Py_DECREF(number);
  return result;
}

/* self._write_slowly(*arguments, **keywords) */
static PyObject *write_slowly(PyObject *self, PyObject *const *arguments, Py_ssize_t count,
                              PyObject *names) {
  Py_ssize_t named = names == NULL ? 0 : PyTuple_Size(names);
  PyObject *keywords = named > 0 ? PyDict_New() : NULL;
  PyObject *positional = PyTuple_New(count);
  PyObject *method = PyObject_GetAttr(self, lane.slowly);
  PyObject *result = NULL;
  int failed = positional == NULL || method == NULL || (named > 0 && keywords == NULL);
  for (Py_ssize_t i = 0; !failed && i < count; i++) {
    Py_INCREF(arguments[i]);
    failed = PyTuple_SetItem(positional, i, arguments[i]) < 0;
  }
  for (Py_ssize_t i = 0; !failed && i < named; i++) {
    failed = PyDict_SetItem(keywords, PyTuple_GetItem(names, i), arguments[count + i]) < 0;
  }
  if (!failed) result = PyObject_Call(method, positional, keywords);
  Py_XDECREF(method);
  Py_XDECREF(positional);
  Py_XDECREF(keywords);
  return result;
}

/* PyLong_AsLongLong() takes four times as long. */
static nuv_stream_id as_id(PyObject *number) {
#if SIZE_MAX >= INT64_MAX
  return PyLong_AsSsize_t(number);
#else
  return PyLong_AsLongLong(number);
#endif
}

/* The id in self._write_target, or 0; -1 with an exception if there is none to be had.
 * To look it up by name costs more than to write does. */
static nuv_stream_id get_write_target(PyObject *self) {
  if (lane.write_target_place > 0) {
    PyObject *id = *(PyObject **)((char *)self + lane.write_target_place);
    return id == NULL ? 0 : as_id(id); /* NULL: before __init__ */
  }
  PyObject *id = PyObject_GetAttr(self, lane.write_target);
  if (id == NULL) return -1;
  nuv_stream_id stream = as_id(id);
  Py_DECREF(id);
  return stream;
}

/* Socket.write(chunk, encoding, callback): bytes alone go straight to the core. */
static PyObject *socket_write(PyObject *self, PyObject *const *arguments, Py_ssize_t count,
                              PyObject *names) {
  if (count != 1 || names != NULL || !PyBytes_CheckExact(arguments[0])) {
    return write_slowly(self, arguments, count, names);
  }
  nuv_stream_id stream = get_write_target(self);
  if (stream <= 0) {
    return PyErr_Occurred() ? NULL : write_slowly(self, arguments, count, names);
  }
  int64_t left = write_bytes(stream, arguments[0]);
  if (left == 0) Py_RETURN_TRUE;
  return write_rest(self, arguments[0], left);
}

static int intern(PyObject **name, const char *text) {
  if (*name == NULL) *name = PyUnicode_InternFromString(text);
  return *name == NULL ? -1 : 0;
}

#define SIGNATURE "write($self, chunk, encoding=None, callback=None)\n--\n\n"

/* What help() and inspect show; lives as long as the process. No text under -OO. */
static const char *make_doc(const char *text) {
  if (text == NULL) text = "";
  size_t length = strlen(text);
  char *doc = PyMem_Malloc(sizeof(SIGNATURE) + length);
  if (doc == NULL) {
    PyErr_NoMemory();
    return NULL;
  }
  memcpy(doc, SIGNATURE, sizeof(SIGNATURE) - 1);
  memcpy(doc + sizeof(SIGNATURE) - 1, text, length + 1);
  return doc;
}

/* Where the instance has `_write_target`: __slots__ have one place in all instances of a class, and
 * of those derived from it, but none that the limited API gives. 0 if it is not found. */
static Py_ssize_t find_write_target(PyObject *instance) {
  PyObject *size = PyObject_GetAttrString((PyObject *)Py_TYPE(instance), "__basicsize__");
  Py_ssize_t end = size == NULL ? 0 : PyLong_AsSsize_t(size), place = sizeof(PyObject);
  PyObject *mark = PyList_New(0);
  Py_XDECREF(size);
  if (mark == NULL || PyErr_Occurred() || PyObject_SetAttr(instance, lane.write_target, mark) < 0) {
    Py_XDECREF(mark);
    return -1;
  }
  while (place < end && *(PyObject **)((char *)instance + place) != mark)
    place += sizeof(PyObject *);
  Py_DECREF(mark);
  return place < end ? place : 0;
}

/* install(class, doc): gives the class the `write` above; doc may be None. Once per process. */
static PyObject *lane_install(PyObject *module, PyObject *arguments) {
  PyObject *type;
  const char *text;
  (void)module;
  if (!is_bound() || !PyArg_ParseTuple(arguments, "Oz", &type, &text)) return NULL;
  if (intern(&lane.write_target, "_write_target") < 0 || intern(&lane.rest, "_write_rest") < 0 ||
      intern(&lane.slowly, "_write_slowly") < 0) {
    return NULL;
  }
  if (lane.write.ml_name == NULL) {
    lane.write.ml_doc = make_doc(text);
    if (lane.write.ml_doc == NULL) return NULL;
    lane.write.ml_name = "write";
    lane.write.ml_meth = (PyCFunction)(void (*)(void))socket_write;
    lane.write.ml_flags = METH_FASTCALL | METH_KEYWORDS;
  }
  PyObject *instance = PyObject_CallMethod(type, "__new__", "O", type);
  if (instance == NULL) return NULL;
  lane.write_target_place = find_write_target(instance);
  Py_DECREF(instance);
  if (lane.write_target_place < 0) return NULL;
  PyObject *method = PyDescr_NewMethod((PyTypeObject *)type, &lane.write);
  if (method == NULL) return NULL;
  int error = PyObject_SetAttrString(type, "write", method);
  Py_DECREF(method);
  if (error < 0) return NULL;
  Py_RETURN_NONE;
}

typedef struct dispatcher {
  nuv_loop *loop;
  PyObject *sinks; /* list: slot -> what takes its data */
  PyObject *handle; /* callable(-1 - slot, a, tag) for all but data */
  PyObject *ticks; /* sized: callbacks to run after this one */
  PyObject *run_ticks; /* callable() */
  PyObject *rest; /* tuple of what a turn has to do beside polling, each sized */
  PyThreadState *thread; /* while libuv polls */
} dispatcher;

static PyObject *deliver_data(const dispatcher *d, int64_t slot, const char *start,
                              int64_t length) {
  PyObject *sink = PyList_GetItem(d->sinks, (Py_ssize_t)slot);
  if (sink == NULL) { /* a slot Python does not know */
    PyErr_Clear();
    Py_RETURN_NONE;
  }
  PyObject *data = PyBytes_FromStringAndSize(start, (Py_ssize_t)length);
  if (data == NULL) return NULL;
  Py_INCREF(sink); /* the listener may take itself off */
  PyObject *result = PyObject_CallFunctionObjArgs(sink, data, NULL);
  Py_DECREF(sink);
  Py_DECREF(data);
  return result;
}

static PyObject *deliver(const dispatcher *d, const char *arena, const int64_t *record) {
  if (record[0] >= 0) return deliver_data(d, record[0], arena + record[1], record[2] - record[1]);
  return PyObject_CallFunction(d->handle, "LLL", (long long)record[0], (long long)record[1],
                               (long long)record[2]);
}

static int run_ticks(const dispatcher *d) {
  Py_ssize_t waiting = PyObject_Size(d->ticks);
  if (waiting <= 0) return (int)waiting;
  PyObject *result = PyObject_CallFunctionObjArgs(d->run_ticks, NULL);
  Py_XDECREF(result);
  return result == NULL ? -1 : 0;
}

/* All records. Each is taken before its listener is called: an exception
 * consumes it. */
static int dispatch_records(const dispatcher *d) {
  int64_t size, record[3];
  const char *arena = lane.api->arena(d->loop, &size);
  int32_t found;
  while ((found = lane.api->next(d->loop, record)) > 0) {
    PyObject *result = deliver(d, arena, record);
    if (result == NULL) return -1;
    Py_DECREF(result);
    if (run_ticks(d) < 0) return -1;
  }
  if (found < 0)
    PyErr_Format(PyExc_RuntimeError, "the core refuses its records: error %d", (int)found);
  return found;
}

#define DISPATCHER 6 /* arguments of dispatch(), and the first ones of poll() */

static int read_dispatcher(dispatcher *d, PyObject *const *arguments) {
  if (!is_bound()) return -1;
  *d = (dispatcher){
      .loop = PyLong_AsVoidPtr(arguments[0]),
      .sinks = arguments[1],
      .handle = arguments[2],
      .ticks = arguments[3],
      .run_ticks = arguments[4],
      .rest = arguments[5],
  };
  if (d->loop == NULL && !PyErr_Occurred()) PyErr_SetString(PyExc_ValueError, "there is no loop");
  return d->loop == NULL ? -1 : 0;
}

/* dispatch(loop, sinks, handle, ticks, run_ticks, rest): all records. */
static PyObject *lane_dispatch(PyObject *module, PyObject *const *arguments, Py_ssize_t count) {
  dispatcher d;
  (void)module;
  if (count != DISPATCHER) {
    PyErr_SetString(PyExc_TypeError, "dispatch() takes six arguments");
    return NULL;
  }
  if (read_dispatcher(&d, arguments) < 0 || dispatch_records(&d) < 0) return NULL;
  Py_RETURN_NONE;
}

/* The batch is full: libuv waits. An exception stays where it is until it has returned. */
static int32_t drain(void *context) {
  dispatcher *d = context;
  PyEval_RestoreThread(d->thread);
  int result = dispatch_records(d);
  d->thread = PyEval_SaveThread();
  return result;
}

/* Polls and dispatches all records. Returns how many were left for after the poll,
 * or a negative error; -1 with an exception when there is one. */
static int64_t poll_once(dispatcher *d, int block) {
  d->thread = PyEval_SaveThread();
  int64_t records = lane.api->poll_with(d->loop, block, drain, d);
  PyEval_RestoreThread(d->thread);
  if (PyErr_Occurred()) return -1;
  return records > 0 && dispatch_records(d) < 0 ? -1 : records;
}

/* Whether the turn has nothing to do but to poll again; -1 with an exception. */
static int only_polls(const dispatcher *d) {
  Py_ssize_t count = PyTuple_Size(d->rest);
  for (Py_ssize_t i = 0; i < count; i++) {
    Py_ssize_t size = PyObject_Size(PyTuple_GetItem(d->rest, i));
    if (size != 0) return size < 0 ? -1 : 0;
  }
  return count < 0 ? -1 : 1;
}

/* poll(loop, sinks, handle, ticks, run_ticks, rest, block, most, few, wait): see netuv/_native/lane.py. */
static PyObject *lane_poll(PyObject *module, PyObject *const *arguments, Py_ssize_t count) {
  dispatcher d;
  int64_t records;
  int again;
  (void)module;
  if (count != DISPATCHER + 4) {
    PyErr_SetString(PyExc_TypeError, "poll() takes ten arguments");
    return NULL;
  }
  int block = PyObject_IsTrue(arguments[DISPATCHER]);
  Py_ssize_t most = PyLong_AsSsize_t(arguments[DISPATCHER + 1]);
  Py_ssize_t few = PyLong_AsSsize_t(arguments[DISPATCHER + 2]);
  int wait = PyObject_IsTrue(arguments[DISPATCHER + 3]);
  if (PyErr_Occurred() || read_dispatcher(&d, arguments) < 0) return NULL;
  do {
    records = poll_once(&d, block);
    again = records > few && --most > 0 ? only_polls(&d) : 0;
    block = wait;
  } while (again > 0);
  return again < 0 || (records < 0 && PyErr_Occurred()) ? NULL : PyLong_FromLongLong(records);
}

static PyMethodDef lane_methods[] = {
    {"bind", lane_bind, METH_O, "Takes the address of the core's nuv_lane_api."},
    {"install", lane_install, METH_VARARGS, "Gives a class the short write method."},
    {"dispatch", (PyCFunction)(void (*)(void))lane_dispatch, METH_FASTCALL, "Dispatches a batch."},
    {"poll", (PyCFunction)(void (*)(void))lane_poll, METH_FASTCALL, "Polls and dispatches."},
    {NULL, NULL, 0, NULL},
};

static int lane_traverse(PyObject *module, visitproc visit, void *arg) {
  lane_state *state = PyModule_GetState(module);
  Py_VISIT(state->chunk_type);
  return 0;
}

static int lane_clear(PyObject *module) {
  lane_state *state = PyModule_GetState(module);
  Py_CLEAR(state->chunk_type);
  Py_CLEAR(state->run_name);
  return 0;
}

static void lane_free(void *module) {
  (void)lane_clear(module);
}

static PyModuleDef_Slot lane_slots[] = {{Py_mod_exec, nuv__reader_base_add}, {0, NULL}};

/* clang-format off */
static struct PyModuleDef lane_module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "netuv._native._lane_c",
    .m_size = sizeof(lane_state),
    .m_methods = lane_methods,
    .m_slots = lane_slots,
    .m_traverse = lane_traverse,
    .m_clear = lane_clear,
    .m_free = lane_free,
};
/* clang-format on */

PyMODINIT_FUNC PyInit__lane_c(void);

PyMODINIT_FUNC PyInit__lane_c(void) {
  return PyModuleDef_Init(&lane_module);
}
