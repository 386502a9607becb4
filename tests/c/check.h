/* A test is a function; the program runs the one that is named, or lists them. */
#ifndef NUV_TEST_CHECK_H
#define NUV_TEST_CHECK_H

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct test {
  const char *name;
  void (*run)(void);
} test;

#define CHECK(condition)                                                          \
  do {                                                                            \
    if (!(condition)) {                                                           \
      fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #condition);     \
      exit(1);                                                                    \
    }                                                                             \
  } while (0)

#define CHECK_EQUAL(actual, expected)                                             \
  do {                                                                            \
    int64_t actual_ = (int64_t)(actual), expected_ = (int64_t)(expected);         \
    if (actual_ != expected_) {                                                   \
      fprintf(stderr, "%s:%d: %s is %" PRId64 ", not %" PRId64 "\n", __FILE__,    \
              __LINE__, #actual, actual_, expected_);                             \
      exit(1);                                                                    \
    }                                                                             \
  } while (0)

static int run_tests(const test *tests, int count, int argc, char **argv) {
  for (int i = 0; i < count; i++) {
    if (argc == 2 && strcmp(argv[1], "--list") == 0) {
      puts(tests[i].name);
    } else if (argc == 2 && strcmp(argv[1], tests[i].name) == 0) {
      tests[i].run();
      return 0;
    }
  }
  return argc == 2 && strcmp(argv[1], "--list") == 0 ? 0 : 2;
}

#endif
