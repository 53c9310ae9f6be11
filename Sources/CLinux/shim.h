// The Linux calls that Swift's Glibc module leaves out.
#pragma once
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/timerfd.h>

// Declared by sys/socket.h under _GNU_SOURCE only, which Swift does not set.
int accept4(int descriptor, struct sockaddr *address, socklen_t *length, int flags);
