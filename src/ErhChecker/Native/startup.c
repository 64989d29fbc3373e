/* What has to be done before the runtime starts its threads. */
#include <malloc.h>
#include <signal.h>
#include <stddef.h>

/* The signals that end a run wait until the supervisor takes them with sigtimedwait: each thread inherits this mask. What the parent has blocked is unblocked. */
static void block_signals(void)
{
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGALRM);
    sigaddset(&signals, SIGHUP);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGQUIT);
    sigaddset(&signals, SIGTERM);
    sigprocmask(SIG_SETMASK, &signals, NULL);
}

__attribute__((constructor)) static void prepare(void)
{
    block_signals();
    mallopt(M_ARENA_MAX, 1); /* by default each thread maps one of its own */
}
