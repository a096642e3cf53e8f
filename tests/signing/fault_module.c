/* A PKCS#11 module that is SoftHSM with faults, for tests of the token host.
 *
 *   FAULT_INNER   path of the real module
 *   FAULT         the script: RULE,RULE,…  with RULE = FUNCTION[@CALL]:ACTION[:VALUE]
 *   FAULT_SCRIPT  a file with a script, read anew at every call, so a test can change its mind
 *   FAULT_STATE   a file of 80 words that all processes share: calls of each function [0..67],
 *                 whether the token is out [68], wrong PINs in a row [69]
 *   FAULT_COUNT   a file that gets one byte for each call of a function with the action "count"
 *
 * FUNCTION is a place in CK_FUNCTION_LIST (PKCS#11 v2.40, C_Initialize is 0) or "*" for all; CALL
 * is the number of one call, from 1 (over all processes, where there is a FAULT_STATE); without
 * it every call is meant. All rules of a call are carried out, in their order.
 *
 * Instead of the call:  code:HEX (answer that CKR)   skip (answer CKR_OK)   hang   crash (SIGSEGV)
 *   abort (SIGABRT)   smash (write over the stack and return)   exit (leave without a word)
 * Before the call:      delay:MILLISECONDS   print (to output and error)   read (standard input)
 *   count   fork (both copies go on)   hold (a copy holds what is open, and waits)
 *   pull (the token is out from now on)   insert (in again)
 *   deaf (this process sees no token until C_Initialize is called again, if one is out now)
 *   each:PIN (C_GetAttributeValue, C_Login: every key wants this PIN for each signature)
 *   pad:OLD/NEW (C_Login, C_SetPIN, C_InitPIN with no PIN: these are typed on the reader)
 * After the call:       flags:HEX (C_GetTokenInfo: set them)   mute (C_GetTokenInfo: no word of
 *   PINs)   serial:TEXT (C_GetTokenInfo)
 *   other (C_GetAttributeValue: certificates have other last bytes)   turn (C_GetSlotList: slots
 *   in another order each time)   attempts:N (C_Login: the N-th wrong PIN in a row locks)
 */
#include <dlfcn.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

typedef unsigned long word;
typedef word (*function)(word, word, word, word, word, word, word, word);
enum { INITIALIZE = 0, FINALIZE = 1, GET_INFO = 2, GET_FUNCTION_LIST = 3, SLOT_LIST = 4,
       SLOT_INFO = 5, TOKEN_INFO = 6, INIT_PIN = 10, SET_PIN = 11, OPEN_SESSION = 12, CLOSE_SESSION = 13,
       CLOSE_ALL = 14, LOGIN = 18, GET_ATTRIBUTE = 24, FUNCTIONS = 68, OUT = 68, WRONG = 69,
       WORDS = 80 };
enum { DEVICE_REMOVED = 0x32, PIN_INCORRECT = 0xA0, PIN_LOCKED = 0xA4, NOT_PRESENT = 0xE0,
       CKA_VALUE = 0x11, CKA_ALWAYS_AUTHENTICATE = 0x202, TOKEN_INFO_SERIAL = 80, TOKEN_INFO_FLAGS = 96 };
enum { USER = 1, EACH_TIME = 2, COUNT_LOW = 0x10000, FINAL_TRY = 0x20000, LOCKED = 0x40000, PIN_FLAGS = 0x770000 };
struct list { unsigned char version[2]; function call[FUNCTIONS]; };
struct rule { int index; word call; char action[16], value[64]; };
struct attribute { word type; unsigned char *value; word length; };
static struct list faulty, *inner;
static volatile word *state;
static word was_out, turns;
static int deaf;
static char typed[64];

static void smash(void) {
    volatile char small[8];
    volatile char *volatile place = small;
    for (int i = 0; i < 4096; i++) place[i] = 0x41;
}

static void read_rules(char *text, size_t size) {
    const char *path = getenv("FAULT_SCRIPT"), *given = getenv("FAULT");
    int file = path && *path ? open(path, O_RDONLY) : -1;
    ssize_t length = file < 0 ? 0 : read(file, text, size - 1);
    if (file >= 0) close(file);
    text[length > 0 ? length : 0] = 0;
    if (file < 0 && given) strncpy(text, given, size - 1);
}

/* Reads the next rule; returns the rest of the script, or 0 at its end. */
static const char *next_rule(const char *text, struct rule *rule) {
    char part[128] = "", name[16] = "";
    int used = 0;
    text += strspn(text, ", \n");
    if (sscanf(text, "%127[^,\n]%n", part, &used) < 1) return 0;
    *rule = (struct rule){.index = -1};
    if (sscanf(part, "%15[0-9*]@%lu:%15[a-z]:%63s", name, &rule->call, rule->action, rule->value) < 3
        && sscanf(part, "%15[0-9*]:%15[a-z]:%63s", name, rule->action, rule->value) < 2) abort();
    if (*name != '*') rule->index = atoi(name);
    return text + used;
}

static void print(void) {
    puts("a driver that talks"); fflush(stdout);
    fputs("a driver that talks\n", stderr);
}

static void count(void) {
    int file = open(getenv("FAULT_COUNT"), O_WRONLY | O_CREAT | O_APPEND, 0600);
    if (write(file, "x", 1) != 1) abort();
    close(file);
}

/* What happens before or instead of a call; returns whether *result is the answer. */
static int before(const struct rule *rule, int i, word b, word c, word d, word *result) {
    const char *action = rule->action;
    char taken[64];
    if (!strcmp(action, "hang")) for (;;) pause();
    if (!strcmp(action, "crash")) raise(SIGSEGV);
    if (!strcmp(action, "abort")) abort();
    if (!strcmp(action, "exit")) _exit(0);
    if (!strcmp(action, "smash")) smash();
    if (!strcmp(action, "delay")) usleep(atoi(rule->value) * 1000);
    if (!strcmp(action, "print")) print();
    if (!strcmp(action, "count")) count();
    if (!strcmp(action, "read") && read(0, taken, sizeof taken) > 0) abort();
    if (!strcmp(action, "fork") && fork() < 0) abort();
    if (!strcmp(action, "hold") && !fork()) for (;;) pause();
    if (!strcmp(action, "pull")) state[OUT] = 1;
    if (!strcmp(action, "insert")) state[OUT] = 0;
    if (!strcmp(action, "pad")) strcpy(typed, rule->value);
    if (!strcmp(action, "deaf") && state[OUT]) deaf = 1;
    if (!strcmp(action, "code")) return *result = strtoul(rule->value, 0, 16), 1;
    if (!strcmp(action, "skip")) return *result = 0, 1;
    if (!strcmp(action, "each") && i == LOGIN && b == EACH_TIME) {
        int right = d == strlen(rule->value) && !memcmp((void *)c, rule->value, d);
        return *result = right ? 0 : PIN_INCORRECT, 1;
    }
    if (!strcmp(action, "attempts") && i == LOGIN && b == USER
        && state[WRONG] >= (word)atoi(rule->value)) return *result = PIN_LOCKED, 1;
    return 0;
}

/* b is the kind of user of C_Login, or the structure of C_GetTokenInfo. */
static void count_attempts(word most, int i, word b, word *result) {
    word *flags = (word *)(b + TOKEN_INFO_FLAGS);
    if (i == INIT_PIN && !*result) state[WRONG] = 0;
    if (i == LOGIN && b == USER && state[WRONG] < most) {
        state[WRONG] = *result == PIN_INCORRECT ? state[WRONG] + 1 : *result ? state[WRONG] : 0;
        if (state[WRONG] >= most) *result = PIN_LOCKED;
    }
    if (i != TOKEN_INFO || *result) return;
    if (state[WRONG] >= most) *flags |= LOCKED;
    else if (state[WRONG] == most - 1) *flags |= FINAL_TRY | COUNT_LOW;
    else if (state[WRONG]) *flags |= COUNT_LOW;
}

static void after(const struct rule *rule, int i, word b, word c, word d, word *result) {
    if (!strcmp(rule->action, "attempts")) count_attempts(atoi(rule->value), i, b, result);
    if (*result) return;
    if (!strcmp(rule->action, "flags") && i == TOKEN_INFO) *(word *)(b + TOKEN_INFO_FLAGS) |= strtoul(rule->value, 0, 16);
    if (!strcmp(rule->action, "mute") && i == TOKEN_INFO) *(word *)(b + TOKEN_INFO_FLAGS) &= ~PIN_FLAGS;
    if (!strcmp(rule->action, "serial") && i == TOKEN_INFO) {
        char *serial = memset((char *)b + TOKEN_INFO_SERIAL, ' ', 16);
        memcpy(serial, rule->value, strnlen(rule->value, 16));
    }
    struct attribute *attributes = (struct attribute *)c;
    if (!strcmp(rule->action, "other") && i == GET_ATTRIBUTE)
        for (word n = 0; n < d; n++)
            if (attributes[n].type == CKA_VALUE && attributes[n].value && attributes[n].length)
                attributes[n].value[attributes[n].length - 1] ^= 1;
    if (!strcmp(rule->action, "each") && i == GET_ATTRIBUTE)
        for (word n = 0; n < d; n++)
            if (attributes[n].type == CKA_ALWAYS_AUTHENTICATE && attributes[n].value)
                *attributes[n].value = 1;
    word *slots = (word *)b, number = i == SLOT_LIST && b ? *(word *)c : 0;
    if (!strcmp(rule->action, "turn") && number)
        for (word n = 0, times = turns++ % number; n < times; n++) {
            word first = slots[0];
            memmove(slots, slots + 1, (number - 1) * sizeof *slots);
            slots[number - 1] = first;
        }
}

/* A token that is out: no slot has one, sessions are over for good; returns whether it answered. */
static int absent(int i, word b, word c, word *result) {
    if (was_out && !state[OUT] && !deaf && inner->call[SLOT_LIST]) {
        word slots[64], number = 64;
        if (!((word (*)(word, word *, word *))inner->call[SLOT_LIST])(1, slots, &number))
            for (word n = 0; n < number; n++)
                ((word (*)(word))inner->call[CLOSE_ALL])(slots[n]);
    }
    was_out = state[OUT];
    if ((!was_out && !deaf) || i <= GET_FUNCTION_LIST || i == SLOT_INFO || i == CLOSE_ALL) return 0;
    if (i == SLOT_LIST) *(word *)c = 0;
    *result = i == SLOT_LIST ? 0 : i >= TOKEN_INFO && i <= OPEN_SESSION ? NOT_PRESENT : DEVICE_REMOVED;
    (void)b;
    return 1;
}

/* Puts what was typed on the reader where the caller gave no PIN: "OLD/NEW", or one of them. */
static void type_on_reader(int i, word *b, word *c, word *d, word *e) {
    char *new = strchr(typed, '/');
    word old_length = new ? new - typed : strlen(typed);
    new = new ? new + 1 : typed;
    if (i == LOGIN) { *c = (word)typed; *d = old_length; return; }
    if (i == INIT_PIN) { *b = (word)new; *c = strlen(new); return; }
    *b = (word)typed; *c = old_length; *d = (word)new; *e = strlen(new);
}

static word act(int i, word a, word b, word c, word d, word e, word f, word g, word h) {
    char script[4096] = "";
    struct rule rule;
    word call = __sync_add_and_fetch(&state[i], 1), result = 0;
    int answered = 0;
    if (i == INITIALIZE) deaf = 0;
    read_rules(script, sizeof script);
    for (const char *rest = script; (rest = next_rule(rest, &rule));)
        if ((rule.index == i || rule.index < 0) && (!rule.call || rule.call == call))
            answered |= before(&rule, i, b, c, d, &result);
    word pin = i == LOGIN ? c : b;
    if (!answered && *typed && (i == LOGIN || i == SET_PIN || i == INIT_PIN) && !pin)
        type_on_reader(i, &b, &c, &d, &e);
    if (!answered && !absent(i, b, c, &result))
        result = inner->call[i](a, b, c, d, e, f, g, h);
    for (const char *rest = script; (rest = next_rule(rest, &rule));)
        if ((rule.index == i || rule.index < 0) && (!rule.call || rule.call == call))
            after(&rule, i, b, c, d, &result);
    return result;
}

#define AT(i) static word at##i(word a, word b, word c, word d, word e, word f, word g, word h) \
    { return act(i, a, b, c, d, e, f, g, h); }
#define PUT(i) faulty.call[i] = at##i;
#define TEN(X, t) X(t##0) X(t##1) X(t##2) X(t##3) X(t##4) X(t##5) X(t##6) X(t##7) X(t##8) X(t##9)
#define ALL(X) X(0) X(1) X(2) X(4) X(5) X(6) X(7) X(8) X(9) TEN(X, 1) TEN(X, 2) TEN(X, 3) \
    TEN(X, 4) TEN(X, 5) X(60) X(61) X(62) X(63) X(64) X(65) X(66) X(67)
ALL(AT)

word C_GetFunctionList(struct list **out) {
    void *library = dlopen(getenv("FAULT_INNER"), RTLD_NOW);
    word (*get)(struct list **) = library ? (word (*)(struct list **))dlsym(library, "C_GetFunctionList") : 0;
    if (!get || get(&inner)) return 5;
    const char *path = getenv("FAULT_STATE");
    int file = path && *path ? open(path, O_RDWR) : -1;
    if (!state) {
        int flags = file < 0 ? MAP_SHARED | MAP_ANONYMOUS : MAP_SHARED;
        state = mmap(0, WORDS * sizeof *state, PROT_READ | PROT_WRITE, flags, file, 0);
    }
    if (file >= 0) close(file);
    if (state == MAP_FAILED) return 5;
    faulty = *inner;
    faulty.call[GET_FUNCTION_LIST] = (function)C_GetFunctionList;
    ALL(PUT)
    *out = &faulty;
    return 0;
}
