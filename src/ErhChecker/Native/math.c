/* log and pow with the versions that every supported glibc has: the newer ones (2.29) differ only in how they set errno. */
#if defined(__x86_64__)
#define OLDEST "GLIBC_2.2.5"
#elif defined(__aarch64__)
#define OLDEST "GLIBC_2.17"
#endif

double oldest_log(double);
double oldest_pow(double, double);
__asm__(".symver oldest_log, log@" OLDEST);
__asm__(".symver oldest_pow, pow@" OLDEST);

double log(double number) { return oldest_log(number); }
double pow(double number, double exponent) { return oldest_pow(number, exponent); }
