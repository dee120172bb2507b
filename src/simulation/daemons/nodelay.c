/* Preloaded into pcscd: sets TCP_NODELAY on every accepted connection. vpcd sends length and content of a command in two
   send() calls; with Nagle and the peer's delayed acknowledgement each command would cost 40 ms (measured: 49 ms, then 0.2). */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

int accept(int socket, struct sockaddr *address, socklen_t *length) {
  static int (*next)(int, struct sockaddr *, socklen_t *);
  if (!next) next = dlsym(RTLD_NEXT, "accept");
  int connection = next(socket, address, length);
  int on = 1;
  if (connection >= 0) setsockopt(connection, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  return connection;
}
