// simdjson parses each line into its tree and does nothing with it: `dom <file>`.
//
// The time of the fastest parser for the same bytes; it checks JSON and UTF-8, but no schema.

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <simdjson.h>
#include <vector>

namespace {

struct Verdict {
  unsigned long long valid = 0;
  unsigned long long invalid = 0;
};

/// Parses a line; the parser may read the bytes after it, but ignores them.
void parse(simdjson::dom::parser &parser, const char *line, size_t length, Verdict &verdict) {
  auto document = parser.parse(line, length, false);
  if (document.error()) {
    verdict.invalid += 1;
  } else {
    verdict.valid += 1;
  }
}

Verdict check(std::FILE *file) {
  simdjson::dom::parser parser;
  Verdict verdict;
  std::vector<char> buffer(256 * 1024 + simdjson::SIMDJSON_PADDING);
  size_t filled = 0;
  for (;;) {
    size_t room = buffer.size() - simdjson::SIMDJSON_PADDING - filled;
    size_t read = std::fread(buffer.data() + filled, 1, room, file);
    filled += read;
    size_t begin = 0;
    while (auto *end = static_cast<char *>(std::memchr(buffer.data() + begin, '\n', filled - begin))) {
      size_t length = static_cast<size_t>(end - buffer.data()) - begin;
      parse(parser, buffer.data() + begin, length, verdict);
      begin += length + 1;
    }
    if (read == 0) {
      if (begin < filled) {
        parse(parser, buffer.data() + begin, filled - begin, verdict);
      }
      return verdict;
    }
    std::copy(buffer.begin() + begin, buffer.begin() + filled, buffer.begin());
    filled -= begin;
    if (filled + simdjson::SIMDJSON_PADDING == buffer.size()) {
      buffer.resize(2 * filled + simdjson::SIMDJSON_PADDING);
    }
  }
}

} // namespace

int main(int count, char **arguments) {
  if (count == 2 && std::strcmp(arguments[1], "--version") == 0) {
    auto name = simdjson::get_active_implementation()->name();
    using simdjson::SIMDJSON_VERSION_MAJOR, simdjson::SIMDJSON_VERSION_MINOR, simdjson::SIMDJSON_VERSION_REVISION;
    std::printf("simdjson %d.%d.%d (%s)\n", int{SIMDJSON_VERSION_MAJOR}, int{SIMDJSON_VERSION_MINOR},
                int{SIMDJSON_VERSION_REVISION}, name.c_str());
    return 0;
  }
  std::FILE *file = count == 2 ? std::fopen(arguments[1], "rb") : nullptr;
  if (file == nullptr) {
    std::fprintf(stderr, "usage: dom <file>|--version\n");
    return 2;
  }
  std::setvbuf(file, nullptr, _IONBF, 0);
  Verdict verdict = check(file);
  std::printf("{\"valid\": %llu, \"invalid\": %llu}\n", verdict.valid, verdict.invalid);
}
