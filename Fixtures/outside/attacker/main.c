// What native code can try, one way a word: `attacker WORD ...`. Built as a static program and as a library, so that
// every attack runs as a child and inside the interpreter. Exits with the errno of the call that failed, or 0.
#include "attacker.h"

static const struct {
  const char *name;
  int (*run)(char **word);
  int words;
} words[] = {
    {"connect", connects, 3},     {"reconnect", reconnects, 3},  {"send", sends, 3},          {"send-many", sends_many, 3},
    {"send-routed", sends_routed, 2}, {"serve", serves, 3},      {"ask", asks, 3},            {"fetch", fetches, 2},
    {"families", families, 0},    {"packet", packets, 2},        {"race", races_address, 3},  {"race-path", races_path, 4},
    {"race-link", races_link, 1}, {"write", writes, 3},          {"change", changes, 2},      {"read", reads, 2},
    {"fork", forks, 1},           {"exec", executes, 2},         {"spy", spies, 2},           {"meddle", meddles, 2},
    {"kill", kills, 2},           {"poke", pokes, 4},            {"kernel", asks_kernel, 1},  {"type", types, 1},
    {"variable", shows_variable, 1},
};

int attack(int count, char **word) {
  for (size_t each = 0; each < sizeof words / sizeof *words; each++) {
    if (count < 1 || strcmp(words[each].name, word[0]) || count - 1 < words[each].words) continue;
    errno = 0;
    if (words[each].run(word + 1) == 0) return 0;
    int number = errno ? errno : EIO;
    fprintf(stderr, "attacker: %s: %s\n", word[0], strerror(number));
    return number;
  }
  fprintf(stderr, "attacker: unknown word\n");
  return 2;
}

int main(int count, char **word) { return attack(count - 1, word + 1); }
