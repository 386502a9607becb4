/* `async for` over a socket at C speed: the base class of Reader (netuv/stream/_reader.py),
 * which is the iterator, and the awaitable that gives one chunk.
 *
 * Where the stream's rules change nothing, a Chunk is what its task waits for, too: a
 * future to asyncio, without one. The loop's sink, sink(), gives it the data and has the
 * task make its step. In every other case it is the coroutine of Reader.next_chunk().
 *
 * What it relies on of asyncio's private protocol between a task and what that waits for, the
 * same in CPython 3.10 to 3.15 (Lib/asyncio/tasks.py, Modules/_asynciomodule.c);
 * tests/aio/test_handoff.py tries it:
 * - What a coroutine yields is a future if its class has `_asyncio_future_blocking` and that is
 *   not None; isfuture(), and so ensure_future(), gather() and wait_for(), ask the same. So it is
 *   None before a chunk waits and once it delegates: then it is a plain awaitable.
 * - A task takes what is yielded with `_asyncio_future_blocking` true, and no other. It sets that
 *   to False, compares get_loop() with its own loop, calls add_done_callback(wakeup,
 *   context=context) once, and keeps what it waits for.
 * - Task.cancel(msg) calls cancel(msg=msg) of that: true means that it has taken the
 *   cancellation, and wakes the task with it.
 * - wakeup(future) calls future.result(), whose value it drops, and makes the task's step, which
 *   sends None into the coroutine. It asks nothing of `future` but that: any future that is done
 *   will do, and `done`, one of asyncio's own, spares it the look-up.
 * - wakeup may be called by any callback of the loop, in the task's context: call_soon() does no
 *   more. Never within another task's step, which raises: the sink is called from the host's
 *   callback that polls. Where the host is in debug mode Reader has asyncio make the step.
 * - 3.14's graph of who awaits whom takes futures of asyncio's own only. */
#include "lane.h"

#include <structmember.h>

typedef struct reader_base {
  PyObject_HEAD
  const lane_state *state; /* of the module, which the type holds */
  char direct;             /* sink() is the loop's sink, and the stream's rules change nothing */
  char eager;              /* a task may make its step in the dispatch */
  PyObject *host;          /* the asyncio loop, or None */
  PyObject *done;          /* a future that is done: what a task that steps is called back with */
  PyObject *chunks;        /* the queue's */
  PyObject *first_waiter;  /* who waits: a future, a Chunk, or None */
  PyObject *other_waiters; /* list: who waits beside it */
} reader_base;

enum { NEW, WAITING, WOKEN, CANCELLED, DELEGATING, OVER };

typedef struct chunk {
  PyObject_HEAD
  char state;
  char blocking; /* asyncio's: the task that gets it is to wait for it */
  reader_base *reader;
  PyObject *callback; /* of the task that waits, or NULL */
  PyObject *context; /* for it, or NULL */
  PyObject *data; /* woken with that, or without: NULL. Cancelled: the message */
  PyObject *inner; /* delegating: the coroutine */
  struct chunk *next; /* dead: the next one to be freed */
} chunk;

static int is_none(PyObject *object) {
  return object == NULL || object == Py_None;
}

/* A reference of one's own to what a call may take away: None where there is nothing,
 * as in a reader that was not initialised, or that the collector has cleared. */
static PyObject *own(PyObject *object) {
  if (object == NULL) object = Py_None;
  Py_INCREF(object);
  return object;
}

/* ---- Chunk: waking ------------------------------------------------------------ */

static void forget_callback(chunk *self) {
  Py_CLEAR(self->callback);
  Py_CLEAR(self->context);
}

/* host.call_soon(callback, self, context=context) */
static int schedule(chunk *self) {
  if (self->callback == NULL) return 0;
  PyObject *host = own(self->reader->host);
  PyObject *call_soon = PyObject_GetAttrString(host, "call_soon");
  Py_DECREF(host);
  PyObject *arguments = PyTuple_Pack(2, self->callback, (PyObject *)self);
  PyObject *names = PyDict_New();
  PyObject *handle = NULL;
  if (call_soon != NULL && arguments != NULL && names != NULL &&
      (self->context == NULL || PyDict_SetItemString(names, "context", self->context) == 0)) {
    handle = PyObject_Call(call_soon, arguments, names);
  }
  Py_XDECREF(call_soon);
  Py_XDECREF(arguments);
  Py_XDECREF(names);
  if (handle == NULL) return -1;
  Py_DECREF(handle);
  forget_callback(self);
  return 0;
}

/* Its task makes its step now: context.run(callback, done). Not self, which asyncio would
 * ask for its result: for a future of its own it need not look the method up. */
static PyObject *step(chunk *self) {
  PyObject *callback = self->callback, *context = self->context, *result;
  PyObject *done = own(self->reader->done);
  self->callback = self->context = NULL;
  if (context == NULL) {
    result = PyObject_CallFunctionObjArgs(callback, done, NULL);
  } else {
    result = PyObject_CallMethodObjArgs(context, self->reader->state->run_name, callback, done,
                                        NULL);
  }
  Py_DECREF(callback);
  Py_DECREF(done);
  Py_XDECREF(context);
  return result;
}

/* It waits no longer: reader.remove_waiter(self). */
static int stop_waiting(chunk *self) {
  PyObject *result = PyObject_CallMethod((PyObject *)self->reader, "remove_waiter", "(O)",
                                         (PyObject *)self);
  if (result == NULL) return -1;
  Py_DECREF(result);
  return 0;
}

/* What it was woken with and nobody will take: reader.give_back(data). */
static int give_back(chunk *self) {
  if (self->data == NULL) return 0;
  PyObject *data = self->data;
  self->data = NULL;
  PyObject *result = PyObject_CallMethod((PyObject *)self->reader, "give_back", "(O)", data);
  Py_DECREF(data);
  if (result == NULL) return -1;
  Py_DECREF(result);
  return 0;
}

/* ---- Chunk: asyncio's view of it, while its task waits -------------------------- */

static PyObject *chunk_get_blocking(PyObject *object, void *closure) {
  chunk *self = (chunk *)object;
  (void)closure;
  if (self->state == NEW || self->state >= DELEGATING) Py_RETURN_NONE; /* no future */
  return PyBool_FromLong(self->blocking);
}

static int chunk_set_blocking(PyObject *object, PyObject *value, void *closure) {
  int blocking = value == NULL ? 0 : PyObject_IsTrue(value);
  (void)closure;
  if (blocking < 0) return -1;
  ((chunk *)object)->blocking = (char)blocking;
  return 0;
}

static PyObject *chunk_get_loop(PyObject *object, PyObject *none) {
  (void)none;
  return own(((chunk *)object)->reader->host);
}

/* add_done_callback(callback, *, context=None): one, its task's. */
static PyObject *chunk_add_done_callback(PyObject *object, PyObject *const *arguments,
                                         Py_ssize_t count, PyObject *names) {
  chunk *self = (chunk *)object;
  Py_ssize_t named = names == NULL ? 0 : PyTuple_Size(names);
  int is_context = named == 1 &&
                   PyUnicode_CompareWithASCIIString(PyTuple_GetItem(names, 0), "context") == 0;
  if (count != 1 || (named > 0 && !is_context)) {
    PyErr_SetString(PyExc_TypeError, "add_done_callback() takes a callback and its context");
    return NULL;
  }
  if (self->callback != NULL) {
    PyErr_SetString(PyExc_RuntimeError, "a task waits for this chunk already");
    return NULL;
  }
  self->callback = own(arguments[0]);
  if (named > 0 && arguments[1] != Py_None) {
    self->context = own(arguments[1]);
  }
  if (self->state != WAITING && schedule(self) < 0) return NULL;
  Py_RETURN_NONE;
}

static PyObject *chunk_done(PyObject *object, PyObject *none) {
  (void)none;
  return PyBool_FromLong(((chunk *)object)->state != WAITING);
}

static PyObject *chunk_cancelled(PyObject *object, PyObject *none) {
  (void)none;
  return PyBool_FromLong(((chunk *)object)->state == CANCELLED);
}

static void raise_cancelled(const chunk *self) {
  PyObject *module = PyImport_ImportModule("asyncio");
  PyObject *kind = module == NULL ? NULL : PyObject_GetAttrString(module, "CancelledError");
  PyObject *message = is_none(self->data) ? NULL : self->data;
  PyObject *error = kind == NULL ? NULL : PyObject_CallFunctionObjArgs(kind, message, NULL);
  if (error != NULL) PyErr_SetObject(kind, error);
  Py_XDECREF(error);
  Py_XDECREF(kind);
  Py_XDECREF(module);
}

/* result(): None, it is the chunk's send() that gives the data; raises if cancelled. */
static PyObject *chunk_result(PyObject *object, PyObject *none) {
  (void)none;
  if (((chunk *)object)->state != CANCELLED) Py_RETURN_NONE;
  raise_cancelled((chunk *)object);
  return NULL;
}

/* set_result(None): something has changed. */
static PyObject *chunk_set_result(PyObject *object, PyObject *none) {
  chunk *self = (chunk *)object;
  (void)none;
  if (self->state == WAITING) {
    self->state = WOKEN;
    if (schedule(self) < 0) return NULL;
  }
  Py_RETURN_NONE;
}

/* cancel(msg=None): whether it waited. */
static PyObject *chunk_cancel(PyObject *object, PyObject *arguments, PyObject *keywords) {
  static char *names[] = {"msg", NULL};
  chunk *self = (chunk *)object;
  PyObject *message = NULL;
  if (!PyArg_ParseTupleAndKeywords(arguments, keywords, "|O:cancel", names, &message)) return NULL;
  if (self->state != WAITING) Py_RETURN_FALSE;
  self->state = CANCELLED;
  Py_XINCREF(message);
  self->data = message;
  if (stop_waiting(self) < 0 || schedule(self) < 0) return NULL;
  Py_RETURN_TRUE;
}

/* ---- Chunk: the coroutine -------------------------------------------------------- */

/* 1 if it waits now, 0 if that is not for it: somebody else does, there is data, … */
static int begin_waiting(chunk *self) {
  reader_base *reader = self->reader;
  if (!reader->direct || !reader->eager || is_none(reader->chunks)) return 0;
  PyObject *chunks = own(reader->chunks);
  Py_ssize_t waiting = PyObject_Size(chunks);
  Py_DECREF(chunks);
  if (waiting != 0) return waiting < 0 ? -1 : 0;
  if (self->state != NEW || !is_none(reader->first_waiter) || is_none(reader->done)) return 0;
  PyObject *before = reader->first_waiter;
  reader->first_waiter = own((PyObject *)self);
  Py_XDECREF(before);
  self->state = WAITING;
  self->blocking = 1;
  return 1;
}

/* The coroutine may do anything with this chunk: it is held while it runs. It may be
 * another chunk, or this one: that is a recursion without a function of Python's. */
static PySendResult delegate(chunk *self, PyObject *value, PyObject **result) {
  *result = NULL;
  if (Py_EnterRecursiveCall(" while waiting for a chunk") != 0) return PYGEN_ERROR;
  PyObject *inner = own(self->inner);
  PySendResult how = PyIter_Send(inner, value, result);
  Py_DECREF(inner);
  Py_LeaveRecursiveCall();
  if (how != PYGEN_NEXT) {
    self->state = OVER;
    Py_CLEAR(self->inner);
  }
  return how;
}

static PySendResult begin_delegating(chunk *self, PyObject **result) {
  *result = NULL;
  self->state = OVER; /* to what next_chunk() itself may do with it */
  PyObject *inner = PyObject_CallMethod((PyObject *)self->reader, "next_chunk", NULL);
  if (inner == NULL) return PYGEN_ERROR;
  self->inner = inner;
  self->state = DELEGATING;
  return delegate(self, Py_None, result);
}

static void is_over(void) {
  PyErr_SetString(PyExc_RuntimeError, "cannot reuse an awaited chunk");
}

static PySendResult chunk_send(PyObject *object, PyObject *value, PyObject **result) {
  chunk *self = (chunk *)object;
  int waits;
  *result = NULL;
  switch (self->state) {
    case NEW:
      waits = begin_waiting(self);
      if (waits < 0) return PYGEN_ERROR;
      if (!waits) return begin_delegating(self, result);
      *result = own(object);
      return PYGEN_NEXT;
    case WOKEN:
      if (self->data == NULL) return begin_delegating(self, result);
      *result = self->data;
      self->data = NULL;
      self->state = OVER;
      return PYGEN_RETURN;
    case DELEGATING: return delegate(self, value, result);
    case OVER: is_over(); return PYGEN_ERROR;
    default:
      PyErr_SetString(PyExc_RuntimeError, "the task was to wait for a chunk, and did not");
      return PYGEN_ERROR;
  }
}

/* What a send() gave, as __next__ and a method return it. */
static PyObject *returned(PySendResult how, PyObject *result) {
  if (how != PYGEN_RETURN) return result;
  PyObject *stop = PyObject_CallFunctionObjArgs(PyExc_StopIteration, result, NULL);
  Py_DECREF(result);
  if (stop != NULL) PyErr_SetObject(PyExc_StopIteration, stop);
  Py_XDECREF(stop);
  return NULL;
}

static PyObject *chunk_next(PyObject *object) {
  PyObject *result;
  PySendResult how = chunk_send(object, Py_None, &result);
  return returned(how, result);
}

static PyObject *chunk_send_method(PyObject *object, PyObject *value) {
  PyObject *result;
  PySendResult how = chunk_send(object, value, &result);
  return returned(how, result);
}

/* It will take nothing: what it has goes back. */
static int end(chunk *self) {
  char before = self->state;
  self->state = OVER;
  forget_callback(self);
  if (before == WAITING) return stop_waiting(self);
  if (before == WOKEN) return give_back(self);
  return 0;
}

/* What is thrown: as for a generator. 0, or -1 with a TypeError. */
static int check_thrown(PyObject *kind, PyObject *value, PyObject *trace) {
  const char *wrong = NULL;
  if (trace != NULL && !Py_IS_TYPE(trace, &PyTraceBack_Type)) {
    wrong = "throw() third argument must be a traceback object";
  } else if (PyExceptionInstance_Check(kind)) {
    if (value != NULL) wrong = "instance exception may not have a separate value";
  } else if (!PyExceptionClass_Check(kind)) {
    wrong = "throw() takes an exception, or a class of exceptions";
  }
  if (wrong != NULL) PyErr_SetString(PyExc_TypeError, wrong);
  return wrong == NULL ? 0 : -1;
}

static void raise_thrown(PyObject *kind, PyObject *value, PyObject *trace) {
  if (PyExceptionInstance_Check(kind)) {
    value = kind;
    kind = (PyObject *)Py_TYPE(kind);
  }
  if (trace == NULL) {
    PyErr_SetObject(kind, value); /* keeps the traceback that it has */
    return;
  }
  Py_INCREF(kind);
  Py_XINCREF(value);
  Py_INCREF(trace);
  PyErr_Restore(kind, value, trace);
}

static PyObject *throw_in(chunk *self, PyObject *arguments) {
  PyObject *method = PyObject_GetAttrString(self->inner, "throw");
  PyObject *result = method == NULL ? NULL : PyObject_Call(method, arguments, NULL);
  Py_XDECREF(method);
  if (result == NULL) {
    self->state = OVER;
    Py_CLEAR(self->inner);
  }
  return result;
}

/* throw(type[, value[, traceback]]), of which the first may be an exception itself. */
static PyObject *chunk_throw(PyObject *object, PyObject *arguments) {
  chunk *self = (chunk *)object;
  PyObject *kind, *value = NULL, *trace = NULL;
  if (!PyArg_ParseTuple(arguments, "O|OO:throw", &kind, &value, &trace)) return NULL;
  if (value == Py_None) value = NULL;
  if (trace == Py_None) trace = NULL;
  if (check_thrown(kind, value, trace) < 0) return NULL;
  if (self->state == DELEGATING) return throw_in(self, arguments);
  if (self->state == OVER) is_over();
  else if (end(self) == 0) raise_thrown(kind, value, trace);
  return NULL;
}

static PyObject *chunk_close(PyObject *object, PyObject *none) {
  chunk *self = (chunk *)object;
  (void)none;
  if (self->state != DELEGATING) {
    if (end(self) < 0) return NULL;
    Py_RETURN_NONE;
  }
  PyObject *inner = own(self->inner);
  PyObject *result = PyObject_CallMethod(inner, "close", NULL);
  Py_DECREF(inner);
  if (result != NULL) {
    self->state = OVER;
    Py_CLEAR(self->inner);
  }
  return result;
}

static int chunk_traverse(PyObject *object, visitproc visit, void *arg) {
  chunk *self = (chunk *)object;
  Py_VISIT(Py_TYPE(object));
  Py_VISIT(self->reader);
  Py_VISIT(self->callback);
  Py_VISIT(self->context);
  Py_VISIT(self->data);
  Py_VISIT(self->inner);
  return 0;
}

/* The reader stays to the end: every method needs it. */
static int chunk_clear(PyObject *object) {
  chunk *self = (chunk *)object;
  if (self->inner != NULL) self->state = OVER;
  forget_callback(self);
  Py_CLEAR(self->inner);
  return 0;
}

static void free_chunk(chunk *self) {
  PyTypeObject *type = Py_TYPE((PyObject *)self);
  (void)chunk_clear((PyObject *)self);
  Py_CLEAR(self->data);
  Py_CLEAR(self->reader);
  PyObject_GC_Del(self);
  Py_DECREF(type);
}

#define MOST_DYING 50 /* at once: a chunk may be the last to hold another one, and so on */

/* As CPython's trashcan, which is not in the limited API. */
static void chunk_dealloc(PyObject *object) {
  static chunk *dead;
  static int dying;
  PyObject_GC_UnTrack(object);
  if (dying == MOST_DYING) {
    ((chunk *)object)->next = dead;
    dead = (chunk *)object;
    return;
  }
  dying++;
  free_chunk((chunk *)object);
  while (dying == 1 && dead != NULL) {
    chunk *next = dead;
    dead = next->next;
    free_chunk(next);
  }
  dying--;
}

static PyMethodDef chunk_methods[] = {
    {"send", chunk_send_method, METH_O, NULL},
    {"throw", chunk_throw, METH_VARARGS, NULL},
    {"close", chunk_close, METH_NOARGS, NULL},
    {"get_loop", chunk_get_loop, METH_NOARGS, NULL},
    {"add_done_callback", (PyCFunction)(void (*)(void))chunk_add_done_callback,
     METH_FASTCALL | METH_KEYWORDS, NULL},
    {"cancel", (PyCFunction)(void (*)(void))chunk_cancel, METH_VARARGS | METH_KEYWORDS, NULL},
    {"cancelled", chunk_cancelled, METH_NOARGS, NULL},
    {"done", chunk_done, METH_NOARGS, NULL},
    {"result", chunk_result, METH_NOARGS, NULL},
    {"set_result", chunk_set_result, METH_O, NULL},
    {NULL, NULL, 0, NULL},
};

static PyGetSetDef chunk_attributes[] = {
    {"_asyncio_future_blocking", chunk_get_blocking, chunk_set_blocking, NULL, NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

/* clang-format off */
static PyType_Slot chunk_slots[] = {
    {Py_tp_dealloc, chunk_dealloc},
    {Py_tp_traverse, chunk_traverse},
    {Py_tp_clear, chunk_clear},
    {Py_tp_iter, own},
    {Py_tp_iternext, chunk_next},
    {Py_am_await, own},
    {Py_am_send, chunk_send},
    {Py_tp_methods, chunk_methods},
    {Py_tp_getset, chunk_attributes},
    {0, NULL},
};
/* clang-format on */

static PyType_Spec chunk_spec = {
    .name = "netuv._native._lane_c.Chunk",
    .basicsize = sizeof(chunk),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_DISALLOW_INSTANTIATION |
             Py_TPFLAGS_IMMUTABLETYPE,
    .slots = chunk_slots,
};

/* ---- ReaderBase ---------------------------------------------------------------------- */

/* The chunk that data may go to at once, or NULL: where one waits, and nobody beside it. */
static chunk *waiting_chunk(const reader_base *self) {
  chunk *first = (chunk *)self->first_waiter;
  if (first == NULL || Py_TYPE(first) != self->state->chunk_type) return NULL;
  if (first->callback == NULL || first->state != WAITING) return NULL;
  if (self->other_waiters == NULL || !PyList_Check(self->other_waiters)) return NULL;
  return PyList_Size(self->other_waiters) == 0 ? first : NULL;
}

/* sink(data), what the loop calls: to the task that waits for a chunk, else reader.feed(data). */
static PyObject *reader_base_sink(PyObject *object, PyObject *data) {
  reader_base *self = (reader_base *)object;
  chunk *first = waiting_chunk(self);
  if (first == NULL) return PyObject_CallMethod(object, "feed", "(O)", data);
  self->first_waiter = NULL;
  first->state = WOKEN;
  first->data = own(data);
  PyObject *result = step(first);
  Py_DECREF(first);
  return result;
}

/* __anext__() */
static PyObject *reader_base_chunk(PyObject *object) {
  PyTypeObject *type = ((reader_base *)object)->state->chunk_type;
  if (type == NULL) {
    PyErr_SetString(PyExc_RuntimeError, "the interpreter ends");
    return NULL;
  }
  chunk *made = PyObject_GC_New(chunk, type);
  if (made == NULL) return NULL;
  made->state = NEW;
  made->blocking = 0;
  made->reader = (reader_base *)own(object);
  made->callback = made->context = made->data = made->inner = NULL;
  made->next = NULL;
  PyObject_GC_Track(made);
  return (PyObject *)made;
}

static int reader_base_traverse(PyObject *object, visitproc visit, void *arg) {
  reader_base *self = (reader_base *)object;
  Py_VISIT(Py_TYPE(object));
  Py_VISIT(self->host);
  Py_VISIT(self->done);
  Py_VISIT(self->chunks);
  Py_VISIT(self->first_waiter);
  Py_VISIT(self->other_waiters);
  return 0;
}

static int reader_base_clear(PyObject *object) {
  reader_base *self = (reader_base *)object;
  Py_CLEAR(self->host);
  Py_CLEAR(self->done);
  Py_CLEAR(self->chunks);
  Py_CLEAR(self->first_waiter);
  Py_CLEAR(self->other_waiters);
  return 0;
}

static void reader_base_dealloc(PyObject *object) {
  PyTypeObject *type = Py_TYPE(object);
  freefunc release = (freefunc)PyType_GetSlot(type, Py_tp_free);
  PyObject_GC_UnTrack(object);
  (void)reader_base_clear(object);
  release(object);
  Py_DECREF(type);
}

/* The type below, of which `type` is derived: it alone knows its module. */
static PyTypeObject *base_of(PyTypeObject *type) {
  while (PyType_GetSlot(type, Py_tp_dealloc) != (void *)reader_base_dealloc) {
    type = PyType_GetSlot(type, Py_tp_base);
  }
  return type;
}

/* For a subclass only: alone it has neither feed() nor next_chunk(). */
static PyObject *reader_base_new(PyTypeObject *type, PyObject *arguments, PyObject *keywords) {
  if (PyType_GetSlot(type, Py_tp_dealloc) == (void *)reader_base_dealloc) {
    PyErr_SetString(PyExc_TypeError, "ReaderBase is a base class");
    return NULL;
  }
  reader_base *made = (reader_base *)PyType_GenericNew(type, arguments, keywords);
  if (made != NULL) made->state = PyType_GetModuleState(base_of(type));
  return (PyObject *)made;
}

static PyMethodDef reader_base_methods[] = {
    {"sink", reader_base_sink, METH_O, NULL},
    {NULL, NULL, 0, NULL},
};

static PyMemberDef reader_base_members[] = {
    {"direct", T_BOOL, offsetof(reader_base, direct), 0, NULL},
    {"eager", T_BOOL, offsetof(reader_base, eager), 0, NULL},
    {"host", T_OBJECT, offsetof(reader_base, host), 0, NULL},
    {"done", T_OBJECT, offsetof(reader_base, done), 0, NULL},
    {"chunks", T_OBJECT, offsetof(reader_base, chunks), 0, NULL},
    {"first_waiter", T_OBJECT, offsetof(reader_base, first_waiter), 0, NULL},
    {"other_waiters", T_OBJECT, offsetof(reader_base, other_waiters), 0, NULL},
    {NULL, 0, 0, 0, NULL},
};

/* clang-format off */
static PyType_Slot reader_base_slots[] = {
    {Py_tp_new, reader_base_new},
    {Py_tp_dealloc, reader_base_dealloc},
    {Py_tp_traverse, reader_base_traverse},
    {Py_tp_clear, reader_base_clear},
    {Py_am_aiter, own},
    {Py_am_anext, reader_base_chunk},
    {Py_tp_methods, reader_base_methods},
    {Py_tp_members, reader_base_members},
    {0, NULL},
};
/* clang-format on */

static PyType_Spec reader_base_spec = {
    .name = "netuv._native._lane_c.ReaderBase",
    .basicsize = sizeof(reader_base),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE |
             Py_TPFLAGS_IMMUTABLETYPE,
    .slots = reader_base_slots,
};

int nuv__reader_base_add(PyObject *module) {
  lane_state *state = PyModule_GetState(module);
  state->run_name = PyUnicode_InternFromString("run");
  if (state->run_name == NULL) return -1;
  state->chunk_type = (PyTypeObject *)PyType_FromModuleAndSpec(module, &chunk_spec, NULL);
  if (state->chunk_type == NULL) return -1;
  PyObject *type = PyType_FromModuleAndSpec(module, &reader_base_spec, NULL);
  if (type == NULL) return -1;
  int error = PyModule_AddObjectRef(module, "ReaderBase", type);
  Py_DECREF(type);
  return error;
}
