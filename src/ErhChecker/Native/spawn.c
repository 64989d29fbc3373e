/* Starts a child as fork(2) and execve(2) do: posix_spawn(3) returns only when the program's file has been read, which may be on
   a server that does not respond, and until then its caller does not know the child's number. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

/* A process that is another user for a while keeps root as its real and saved user; its child must be that user for good, or sudo
   takes it for root. System calls alone: the C library's functions would look for the threads of the parent. */
static int become_effective_user(void)
{
    uid_t user = geteuid();
    gid_t group = getegid();
    return getuid() != 0 || user == 0
        || (syscall(SYS_setresgid, group, group, group) == 0 && syscall(SYS_setresuid, user, user, user) == 0);
}

static void run(char *const *paths, char *const *arguments, char *const *environment, int output)
{
    struct sigaction action = { .sa_handler = SIG_DFL };
    sigset_t none;
    int nowhere, denied = 0;

    setpgid(0, 0);
    for (int number = 1; number < NSIG; number++)
        sigaction(number, &action, NULL);
    sigemptyset(&none);
    if (!become_effective_user())
        return;
    nowhere = open("/dev/null", O_RDWR | O_CLOEXEC);
    nowhere = nowhere < 0 ? output : nowhere; /* a pipe's end for writing: nothing can be read from it */
    if (dup2(nowhere, 0) < 0 || dup2(output, 1) < 0 || dup2(nowhere, 2) < 0 || sigprocmask(SIG_SETMASK, &none, NULL) != 0)
        return;

    /* The errors after which execvp(3) tries the next path; that a file may not be executed is the better reason. */
    for (; *paths != NULL; paths++) {
        execve(*paths, arguments, environment);
        denied |= errno == EACCES;
        if (errno != EACCES && errno != ENOENT && errno != ENOTDIR && errno != ESTALE && errno != ENODEV && errno != ETIMEDOUT)
            return;
    }
    errno = denied ? EACCES : errno;
}

/* Returns the child's number, or -1 with errno set. The child writes its errno to FAILURE, an end of a pipe that is closed on
   exec, where it cannot become the program. */
int erhchecker_spawn(char *const *paths, char *const *arguments, char *const *environment, int output, int failure)
{
    sigset_t all, old;
    long child;
    int error;

    sigfillset(&all);
    sigprocmask(SIG_SETMASK, &all, &old); /* no handler of the parent's runs in the child */
    child = syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0); /* fork(3) would wait for locks of the C library; only system calls follow */
    if (child == 0) {
        run(paths, arguments, environment, output);
        error = errno;
        (void)!write(failure, &error, sizeof error);
        _exit(127);
    }

    error = errno;
    sigprocmask(SIG_SETMASK, &old, NULL);
    if (child > 0)
        setpgid(child, child); /* whoever is first: the group can be ended from now on */
    errno = error;
    return child;
}
