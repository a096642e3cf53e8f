/* A PKCS#11 module that is SoftHSM with one fault, for tests of the token host.
 *
 *   FAULT_INNER   path of the real module
 *   FAULT         "INDEX:ACTION[:NUMBER]" joined by commas; INDEX is the place of a function in
 *                 CK_FUNCTION_LIST (PKCS#11 v2.40, C_Initialize is 0)
 *   FAULT_COUNT   a file that gets one byte for each call of a function with the action "count"
 *
 * Actions: hang, crash, print (to standard output and error), count, skip (answer CKR_OK without
 * doing it), code:NUMBER (answer that CKR), flags:NUMBER (C_GetTokenInfo: set these flags).
 */
#include <dlfcn.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef unsigned long word;
typedef word (*function)(word, word, word, word, word, word);
enum { FUNCTIONS = 68, GET_FUNCTION_LIST = 3, TOKEN_INFO_FLAGS = 96 };
struct list { unsigned char version[2]; function call[FUNCTIONS]; };
static struct list faulty, *inner;
static char actions[FUNCTIONS][16];
static word numbers[FUNCTIONS];

static word act(int i, word a, word b, word c, word d, word e, word f) {
    if (!strcmp(actions[i], "hang")) for (;;) pause();
    if (!strcmp(actions[i], "crash")) raise(SIGSEGV);
    if (!strcmp(actions[i], "skip")) return 0;
    if (!strcmp(actions[i], "code")) return numbers[i];
    if (!strcmp(actions[i], "print")) {
        puts("a driver that talks"); fflush(stdout);
        fputs("a driver that talks\n", stderr);
    }
    if (!strcmp(actions[i], "count")) {
        int file = open(getenv("FAULT_COUNT"), O_WRONLY | O_CREAT | O_APPEND, 0600);
        if (write(file, "x", 1) != 1) abort();
        close(file);
    }
    word result = inner->call[i](a, b, c, d, e, f);
    if (!strcmp(actions[i], "flags")) *(word *)((char *)b + TOKEN_INFO_FLAGS) |= numbers[i];
    return result;
}

#define AT(i) static word at##i(word a, word b, word c, word d, word e, word f) { return act(i, a, b, c, d, e, f); }
AT(0) AT(1) AT(4) AT(6) AT(13) AT(14) AT(18) AT(19) AT(26) AT(42) AT(43)

word C_GetFunctionList(struct list **out) {
    void *library = dlopen(getenv("FAULT_INNER"), RTLD_NOW);
    word (*get)(struct list **) = library ? (word (*)(struct list **))dlsym(library, "C_GetFunctionList") : 0;
    if (!get || get(&inner)) return 5;
    faulty = *inner;
    char *rest = strdup(getenv("FAULT") ? getenv("FAULT") : "");
    for (char *part = strtok(rest, ","); part; part = strtok(0, ",")) {
        int i; word number = 0; char action[16];
        if (sscanf(part, "%d:%15[a-z]:%lx", &i, action, &number) < 2) return 5;
        strcpy(actions[i], action); numbers[i] = number;
#define USE(n) if (i == n) faulty.call[n] = at##n;
        USE(0) USE(1) USE(4) USE(6) USE(13) USE(14) USE(18) USE(19) USE(26) USE(42) USE(43)
    }
    *out = &faulty;
    return 0;
}
