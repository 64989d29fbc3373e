/* From here on the signals that end a check wait until the supervisor takes them with sigtimedwait: every thread of .NET inherits this mask. What
   the parent had blocked is unblocked. */
#include <signal.h>
#include <stddef.h>

__attribute__((constructor)) static void block_signals(void)
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
