#pragma once
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <unistd.h>

#define IS(way) (strcmp(word[0], way) == 0)
// The kernel looks at the lower half of an argument that is an int; a filter may look at all of it.
#define HIGH (1L << 32)

struct io_uring_sqe;

struct address {
  union {
    struct sockaddr plain;
    struct sockaddr_in in;
    struct sockaddr_in6 in6;
    struct sockaddr_un un;
    uint64_t word;
  };
  socklen_t size;
  int family;
};

struct address parse(const char *text);
int ring(const struct io_uring_sqe *request);
int old(long number, long first, long second, long third);
void *low(const void *bytes, size_t size);
int say(int file, const char *data);
int finish(int file, const char *data);
int unknown(void);

// The attacks; each takes the words after its own.
int connects(char **word);
int reconnects(char **word);
int sends(char **word);
int sends_many(char **word);
int sends_routed(char **word);
int serves(char **word);
int asks(char **word);
int fetches(char **word);
int families(char **word);
int packets(char **word);
int races_address(char **word);
int races_path(char **word);
int races_link(char **word);
int writes(char **word);
int changes(char **word);
int reads(char **word);
int forks(char **word);
int executes(char **word);
int spies(char **word);
int meddles(char **word);
int kills(char **word);
int pokes(char **word);
int asks_kernel(char **word);
int types(char **word);
int shows_variable(char **word);
