/* The lists of timers: their order, what a phase does, and what happens without memory. */
#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

#include "check.h"
#include "nuv_internal.h"
#include "world.h"

/* ---- What fails , and what is counted ---------------------------------------- */

static int allocations_to_come; /* so many of calloc() and realloc() until one fails; 0: none */
static int no_memory;           /* all of them fail */

static int fails(void) {
  if (no_memory) return 1;
  return allocations_to_come > 0 && --allocations_to_come == 0;
}

void *calloc(size_t count, size_t size) {
  if (fails()) return NULL;
  void *block = malloc(count * size);
  if (block != NULL) memset(block, 0, count * size);
  return block;
}

void *realloc(void *block, size_t size) {
  static void *(*real)(void *, size_t);
  if (real == NULL) *(void **)&real = dlsym(RTLD_NEXT, "realloc");
  return fails() ? NULL : real(block, size);
}

/* ---- Helpers ----------------------------------------------------------------- */

static int64_t next(world *w) {
  return nuv_timer_next(w->loop, NUV_TIMERS_GO_ON);
}

/* The first one of the next phase that has any. */
static int64_t first(world *w) {
  int64_t slot;
  alarm(20);
  while ((slot = nuv_timer_next(w->loop, NUV_TIMERS_BEGIN)) == NUV_ENOTDUE) {
    CHECK(nuv_loop_poll(w->loop, 1) >= 0);
    world_dispatch(w);
  }
  return slot;
}

/* The next one, in this phase or in a later one. */
static int64_t following(world *w) {
  int64_t slot = next(w);
  return slot == NUV_ENOTDUE ? first(w) : slot;
}

static nuv_timer *start(world *w, int64_t ms) {
  nuv_timer *timer = nuv_timer_new(w->loop);
  CHECK(timer != NULL);
  CHECK_EQUAL(nuv_timer_start(timer, ms), 0);
  return timer;
}

static nuv_timer *start_loose(world *w, int64_t ms) {
  nuv_timer *timer = start(w, ms);
  CHECK_EQUAL(nuv_timer_set_ref(timer, 0), 0);
  return timer;
}

#define CHECK_COMES(slot, timer) CHECK_EQUAL(slot, nuv_timer_slot(timer))

/* ---- Order ------------------------------------------------------------------- */

static void one_that_is_started_again_comes_after_those_of_its_time(void) {
  world *w = world_new(32);
  nuv_timer *a = start(w, 60), *b = start(w, 60), *c = start(w, 60);
  usleep(40000);
  CHECK_EQUAL(nuv_timer_again(a), 0);
  CHECK_COMES(first(w), b);
  CHECK_COMES(next(w), c);
  usleep(80000);
  CHECK_EQUAL(next(w), NUV_ENOTDUE); /* it was not due when the phase began */
  CHECK_COMES(first(w), a);
  CHECK_EQUAL(next(w), NUV_ENOTDUE);
  world_free(w);
}

static void a_list_is_looked_at_when_its_first_one_was_due(void) {
  world *w = world_new(32);
  nuv_timer *a = start(w, 10), *b = start(w, 15);
  usleep(8000);
  nuv_timer *c = start(w, 10);
  CHECK_EQUAL(nuv_timer_again(a), 0); /* due after b, but its list is looked at before */
  usleep(30000);
  CHECK_COMES(first(w), c);
  CHECK_COMES(next(w), a);
  CHECK_COMES(next(w), b);
  CHECK_EQUAL(next(w), NUV_ENOTDUE);
  world_free(w);
}

static void an_unreferenced_one_leaves_its_list_behind(void) {
  for (int referenced = 0; referenced < 2; referenced++) {
    world *w = world_new(32);
    nuv_timer *gone = referenced ? start(w, 10) : start_loose(w, 10);
    nuv_timer *b = start(w, 15);
    CHECK_EQUAL(nuv_timer_free(gone), 0);
    usleep(8000);
    nuv_timer *c = start(w, 10);
    usleep(30000);
    CHECK_COMES(first(w), referenced ? b : c);
    CHECK_COMES(next(w), referenced ? c : b);
    CHECK_EQUAL(next(w), NUV_ENOTDUE);
    world_free(w);
  }
}

static void one_that_repeats_does_so_from_when_it_came(void) {
  world *w = world_new(32);
  nuv_timer *beat = nuv_timer_new(w->loop);
  CHECK_EQUAL(nuv_timer_set_repeat(beat), 0);
  CHECK_EQUAL(nuv_timer_repeat(beat), -EINVAL);
  CHECK_EQUAL(nuv_timer_start(beat, 60), 0);
  CHECK_COMES(first(w), beat);
  int64_t came = nuv_loop_now(w->loop);
  usleep(50000);
  CHECK_EQUAL(nuv_timer_repeat(beat), 0);
  CHECK_EQUAL(next(w), NUV_ENOTDUE);
  CHECK_COMES(first(w), beat);
  CHECK(nuv_loop_now(w->loop) - came < 60 + 45);
  world_free(w);
}

static void one_that_was_never_started_cannot_start_again(void) {
  world *w = world_new(32);
  nuv_timer *timer = nuv_timer_new(w->loop);
  CHECK_EQUAL(nuv_timer_again(timer), -EINVAL);
  CHECK_EQUAL(nuv_timer_stop(timer), 0);
  CHECK_EQUAL(nuv_timer_next(w->loop, NUV_TIMERS_BEGIN), NUV_ENOTDUE);
  world_free(w);
}

/* ---- Phases ------------------------------------------------------------------ */

static void the_chosen_one_comes_though_it_is_started_again(void) {
  world *w = world_new(32);
  nuv_timer *a = start(w, 5), *b = start(w, 5), *c = start(w, 5);
  usleep(10000);
  CHECK_COMES(first(w), a);
  CHECK_EQUAL(nuv_timer_choose(w->loop, NUV_TIMERS_GO_ON), NUV_SAME_LIST);
  CHECK_EQUAL(nuv_timer_again(b), 0);
  CHECK_COMES(next(w), b);
  CHECK_EQUAL(nuv_timer_choose(w->loop, NUV_TIMERS_GO_ON), NUV_SAME_LIST);
  CHECK_EQUAL(nuv_timer_free(c), 0);
  CHECK_EQUAL(next(w), NUV_ENOTDUE);
  CHECK_EQUAL(nuv_timer_choose(w->loop, NUV_TIMERS_GO_ON), NUV_ENOTDUE);
  world_free(w);
}

static void the_first_one_of_another_list_is_not_chosen(void) {
  world *w = world_new(32);
  nuv_timer *a = start(w, 5), *b = start(w, 6);
  usleep(10000);
  CHECK_COMES(first(w), a);
  CHECK_EQUAL(nuv_timer_choose(w->loop, NUV_TIMERS_GO_ON), NUV_NEXT_LIST);
  CHECK_EQUAL(nuv_timer_again(b), 0);
  CHECK_EQUAL(next(w), NUV_ENOTDUE);
  CHECK_COMES(first(w), b);
  world_free(w);
}

static void after_an_error_the_phase_goes_on(void) {
  world *w = world_new(32);
  nuv_timer *a = start(w, 5), *b = start(w, 5), *c = start(w, 6);
  usleep(10000);
  CHECK_COMES(first(w), a);
  nuv_timer *later = start(w, 1);
  usleep(5000);
  CHECK_EQUAL(nuv_timer_choose(w->loop, NUV_TIMERS_RESUME), NUV_SAME_LIST);
  CHECK_COMES(nuv_timer_next(w->loop, NUV_TIMERS_RESUME), b);
  CHECK_EQUAL(nuv_timer_choose(w->loop, NUV_TIMERS_RESUME), NUV_NEXT_LIST);
  CHECK_COMES(nuv_timer_next(w->loop, NUV_TIMERS_RESUME), c);
  CHECK_EQUAL(nuv_timer_choose(w->loop, NUV_TIMERS_RESUME), NUV_ENOTDUE);
  CHECK_COMES(first(w), later);
  world_free(w);
}

static void one_that_is_late_waits_for_the_next_millisecond(void) {
  world *w = world_new(32);
  nuv_timer *a = start(w, 2);
  CHECK_COMES(first(w), a);
  nuv_timer *late = start(w, 1);
  usleep(5000);
  nuv_timer *now = start(w, 100); /* sets the loop's clock: that one is late by then */
  CHECK_EQUAL(next(w), NUV_ENOTDUE);
  CHECK_EQUAL(nuv_timer_next(w->loop, NUV_TIMERS_RESUME), NUV_ENOTDUE);
  CHECK_COMES(first(w), late);
  CHECK_EQUAL(nuv_timer_free(now), 0);
  world_free(w);
}

/* ---- Memory ------------------------------------------------------------------ */

static void a_start_without_memory_leaves_the_timer_as_it_was(void) {
  for (int running = 0; running < 2; running++) {
    world *w = world_new(32);
    for (int i = 0; i < 16; i++) (void)start_loose(w, 5000 + i); /* the next list needs room */
    nuv_timer *timer = start(w, 20), *other = start(w, 40);
    if (!running) CHECK_EQUAL(nuv_timer_stop(timer), 0);
    for (int i = 0; i < 14; i++) (void)start_loose(w, 6000 + i);
    int tries = 0;
    do {
      allocations_to_come = ++tries;
      CHECK(tries < 10);
    } while (nuv_timer_start(timer, 7) == -ENOMEM && nuv_loop_alive(w->loop) == 1);
    CHECK(tries > 3);
    allocations_to_come = 1;
    CHECK_EQUAL(nuv_timer_start(timer, 8), -ENOMEM);
    allocations_to_come = 0;
    CHECK_COMES(following(w), timer);
    CHECK_COMES(following(w), other);
    world_free(w);
  }
}

static void what_was_started_once_needs_no_memory_again(void) {
  enum { COUNT = 200 };
  nuv_timer *timers[COUNT];
  world *w = world_new(32);
  for (int i = 0; i < COUNT; i++) {
    timers[i] = start(w, 10 + i);
    CHECK_EQUAL(nuv_timer_set_repeat(timers[i]), 0);
    CHECK_EQUAL(nuv_timer_stop(timers[i]), 0);
  }
  no_memory = 1;
  for (int i = 0; i < COUNT; i++) CHECK_EQUAL(nuv_timer_again(timers[i]), 0);
  for (int i = 0; i < COUNT; i++) {
    CHECK_COMES(following(w), timers[i]);
    CHECK_EQUAL(nuv_timer_repeat(timers[i]), 0);
    CHECK_EQUAL(nuv_timer_stop(timers[i]), 0);
  }
  no_memory = 0;
  world_free(w);
}

static void a_stream_without_memory_for_its_timeout_has_none(void) {
  world *w = world_new(32);
  nuv_stream_id stream = nuv_stream_new(w->loop, NUV_TCP);
  for (int tries = 1; tries < 4; tries++) {
    allocations_to_come = tries;
    CHECK_EQUAL(nuv_stream_set_timeout(stream, 5), -ENOMEM);
    CHECK_EQUAL(nuv_stream_touch(stream), 0);
  }
  allocations_to_come = 0;
  CHECK_EQUAL(nuv_stream_set_timeout(stream, 5), 0);
  allocations_to_come = 1;
  CHECK_EQUAL(nuv_stream_set_timeout(stream, 6), -ENOMEM);
  allocations_to_come = 0;
  CHECK_EQUAL(first(w), nuv_stream_slot(stream));
  world_free(w);
}

static int64_t lists_of(const world *w) {
  return w->loop->timers.made;
}

static void lists_go_with_their_timers(void) {
  enum { COUNT = 3000 };
  static nuv_timer *timers[COUNT];
  world *w = world_new(32);
  for (int round = 0; round < 4; round++) {
    for (int i = 0; i < COUNT; i++) {
      timers[i] = round % 2 ? start(w, 100000 + i) : start_loose(w, 100000 + i);
    }
    CHECK(lists_of(w) >= COUNT);
    for (int i = 0; i < COUNT; i++) CHECK_EQUAL(nuv_timer_free(timers[(i * 7) % COUNT]), 0);
    CHECK(lists_of(w) < 200);
  }
  world_free(w);
}

/* ---- Anything in any order --------------------------------------------------- */

/* What must be true of the lists at any time. */
static void check_lists(const world *w) {
  const nuv__timers *timers = &w->loop->timers;
  int64_t made = 0, unused = 0, referenced = 0, waiting = 0;
  for (int64_t i = 0; i < timers->capacity; i++) {
    for (const nuv__timer_list *list = timers->buckets[i]; list != NULL; list = list->chained) {
      int64_t length = 0;
      const nuv_timer *last = NULL;
      for (const nuv_timer *one = list->first; one != NULL; last = one, one = one->next) {
        CHECK(one->running && one->list == list && one->previous == last);
        referenced += one->referenced;
        length++;
      }
      CHECK(list->last == last);
      CHECK(list->users >= length && (list->users > 0 || list->position >= 0));
      CHECK(length == 0 || list->position >= 0);
      CHECK(list->position < 0 || timers->heap[list->position] == list);
      waiting += list->position >= 0;
      unused += list->users == 0;
      made++;
    }
  }
  CHECK_EQUAL(made, timers->made);
  CHECK_EQUAL(waiting, timers->count);
  CHECK_EQUAL(unused, timers->unused);
  CHECK_EQUAL(referenced, timers->referenced);
  for (int64_t i = 1; i < timers->count; i++) {
    const nuv__timer_list *parent = timers->heap[(i - 1) / 2], *list = timers->heap[i];
    CHECK(parent->expiry <= list->expiry);
    CHECK(parent->expiry < list->expiry || parent->order < list->order);
  }
}

static uint32_t number; /* random, and the same each time */

static int below(int limit) {
  number = number * 1664525 + 1013904223;
  return (int)((number >> 8) % (uint32_t)limit);
}

static void change(world *w, nuv_timer **timer) {
  switch (below(9)) {
    case 0:
      if (*timer != NULL) CHECK_EQUAL(nuv_timer_free(*timer), 0);
      *timer = NULL;
      break;
    case 1:
      if (*timer != NULL) CHECK_EQUAL(nuv_timer_stop(*timer), 0);
      break;
    case 2:
      if (*timer != NULL) CHECK_EQUAL(nuv_timer_set_ref(*timer, below(2)), 0);
      break;
    case 3:
    case 4:
      if (*timer != NULL) (void)nuv_timer_again(*timer);
      break;
    case 5:
      if (*timer != NULL) (void)nuv_timer_repeat(*timer);
      break;
    default:
      if (*timer == NULL) *timer = nuv_timer_new(w->loop);
      CHECK_EQUAL(nuv_timer_set_repeat(*timer), 0);
      int64_t ms = below(10) > 0 ? below(6) : 1000 + below(500);
      no_memory = below(8) == 0;
      int error = nuv_timer_start(*timer, ms);
      CHECK(error == 0 || (error == -ENOMEM && no_memory));
      no_memory = 0;
  }
}

static void anything_in_any_order_leaves_the_lists_whole(void) {
  enum { TIMERS = 300, STREAMS = 20 };
  nuv_timer *timers[TIMERS] = {NULL};
  nuv_stream_id streams[STREAMS];
  world *w = world_new(32);
  for (int i = 0; i < STREAMS; i++) streams[i] = nuv_stream_new(w->loop, NUV_TCP);
  alarm(50);
  for (int round = 0; round < 400; round++) {
    for (int i = below(200); i > 0; i--) {
      change(w, &timers[below(TIMERS)]);
      if (below(5) == 0) (void)nuv_stream_set_timeout(streams[below(STREAMS)], below(4));
      if (below(5) == 0) (void)nuv_stream_touch(streams[below(STREAMS)]);
      if (below(10) == 0) (void)nuv_timer_choose(w->loop, below(3));
      if (below(4) == 0) (void)nuv_timer_next(w->loop, below(3));
    }
    check_lists(w);
    if (below(3) == 0) usleep(500);
  }
  for (int i = 0; i < STREAMS; i++) CHECK(nuv_stream_close(streams[i]) > 0);
  check_lists(w);
  world_free(w);
}

/* ---- Numbers ----------------------------------------------------------------- */

static double seconds_used(void) {
  struct rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  return (double)usage.ru_utime.tv_sec + (double)usage.ru_utime.tv_usec / 1e6;
}

/* Starts, starts again and stops `count` timers, of as many delays or of one. */
static double work_of(int count, int delays, int referenced) {
  world *w = world_new(32);
  nuv_timer **timers = malloc((size_t)count * sizeof(*timers));
  double begin = seconds_used();
  for (int i = 0; i < count; i++) {
    int64_t ms = 60000 + (int64_t)(i % delays) * 3;
    timers[i] = referenced ? start(w, ms) : start_loose(w, ms);
  }
  for (int round = 0; round < 4; round++) {
    for (int i = 0; i < count; i++) CHECK_EQUAL(nuv_timer_again(timers[i]), 0);
  }
  for (int i = 0; i < count; i += 2) CHECK_EQUAL(nuv_timer_stop(timers[i]), 0);
  for (int i = 0; i < count; i++) CHECK_EQUAL(nuv_timer_again(timers[count - 1 - i]), 0);
  for (int i = 0; i < count; i++) CHECK_EQUAL(nuv_timer_free(timers[i]), 0);
  double used = seconds_used() - begin;
  free(timers);
  world_free(w);
  return used;
}

/* Ten times as many take ten times as long, and a bit for the heap: a hundred times would be
 * quadratic. */
static void many_timers_take_as_long_as_each_of_them(void) {
  static const int delays[] = {1, 1 << 30};
  for (int i = 0; i < 4; i++) {
    double few = work_of(10000, delays[i % 2], i / 2), many = work_of(100000, delays[i % 2], i / 2);
    CHECK(many < 40 * few + 0.2);
  }
}

#define TEST(name) {#name, name}

static const test tests[] = {
    TEST(one_that_is_started_again_comes_after_those_of_its_time),
    TEST(a_list_is_looked_at_when_its_first_one_was_due),
    TEST(an_unreferenced_one_leaves_its_list_behind),
    TEST(one_that_repeats_does_so_from_when_it_came),
    TEST(one_that_was_never_started_cannot_start_again),
    TEST(the_chosen_one_comes_though_it_is_started_again),
    TEST(the_first_one_of_another_list_is_not_chosen),
    TEST(after_an_error_the_phase_goes_on),
    TEST(one_that_is_late_waits_for_the_next_millisecond),
    TEST(a_start_without_memory_leaves_the_timer_as_it_was),
    TEST(what_was_started_once_needs_no_memory_again),
    TEST(a_stream_without_memory_for_its_timeout_has_none),
    TEST(lists_go_with_their_timers),
    TEST(anything_in_any_order_leaves_the_lists_whole),
    TEST(many_timers_take_as_long_as_each_of_them),
};

int main(int argc, char **argv) {
  return run_tests(tests, (int)(sizeof(tests) / sizeof(*tests)), argc, argv);
}
