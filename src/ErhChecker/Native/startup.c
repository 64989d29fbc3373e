/* What has to be done before the runtime starts its threads, and a thread that is not the runtime's. */
#include <malloc.h>
#include <pthread.h>
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

/* Starts a thread that ends with the process; returns 0, or an errno. Thread.Start waits until the new thread has run, which on a busy host takes a while. */
int erhchecker_start_thread(void *(*run)(void *))
{
    pthread_attr_t attributes;
    pthread_t thread;
    int error;

    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, 256 * 1024);
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    error = pthread_create(&thread, &attributes, run, NULL);
    pthread_attr_destroy(&attributes);
    return error;
}
