// Every pair of documents, and of blocks, that is similar enough: by brute
// force, for judging a run of `tikrar scan --pairs all`.
//
// Independent of the code it judges: texts are normalized by the slow
// reference normalizer, a shingle is its string, and pairs come from an
// exhaustive inverted index without any cut by frequency.
//
//   exact_pairs INPUT.jsonl word:3|char:13 J C MIN_BLOCK_WORDS [TOKENS.tsv]
//       > truth.tsv
//
// One line a pair: unit, id and begin of a, id and begin of b, Jaccard,
// containment. Before the pairs, one line for each unit that they are about:
// "judged", unit, id, begin; a unit without a shingle is not among them.
//
// TOKENS.tsv gets the words of every unit, for programs that are to be given
// the same shingles: unit, id, begin, words with blanks between.

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "base/hash.h"
#include "reference/reference_normalizer.h"
#include "simdjson.h"

namespace {

struct Unit {
  std::string id;
  uint32_t begin;
  std::vector<uint64_t> shingles;  // sorted, unique
};

struct Settings {
  bool words;
  size_t size;
  double jaccard;
  double containment;
  uint32_t min_block_words;
};

std::vector<std::string> Letters(const std::string& text) {
  std::vector<std::string> letters;
  for (size_t i = 0; i < text.size();) {
    size_t next = i + 1;
    while (next < text.size() && (text[next] & 0xC0) == 0x80) ++next;
    letters.push_back(text.substr(i, next - i));
    i = next;
  }
  return letters;
}

std::vector<std::string> Tokens(const std::string& text) {
  std::istringstream stream(text);
  std::vector<std::string> tokens;
  for (std::string token; stream >> token;) tokens.push_back(token);
  return tokens;
}

std::vector<uint64_t> Shingles(const std::string& text,
                               const Settings& settings,
                               std::vector<std::string>* words) {
  const tikrar::reference::Streams streams =
      tikrar::reference::TokenStreams(text, tikrar::Profile::kStandard);
  *words = Tokens(streams.tokens);
  const std::vector<std::string>& tokens = *words;
  const std::vector<std::string> parts =
      settings.words ? tokens : Letters(streams.compact);
  std::vector<uint64_t> shingles;
  for (size_t i = 0; i + settings.size <= parts.size(); ++i) {
    std::string shingle;
    for (size_t j = i; j < i + settings.size; ++j) shingle += parts[j] + ' ';
    shingles.push_back(tikrar::HashBytes(shingle, 99));
  }
  std::sort(shingles.begin(), shingles.end());
  shingles.erase(std::unique(shingles.begin(), shingles.end()), shingles.end());
  return shingles;
}

bool IsBreakAt(std::string_view text, size_t i, size_t* length) {
  *length = 1;
  if (text[i] == '\n' || text[i] == '\r') return true;
  if (text.substr(i, 2) == "\xC2\x85") return *length = 2, true;
  const std::string_view three = text.substr(i, 3);
  if (three == "\xE2\x80\xA8" || three == "\xE2\x80\xA9") {
    return *length = 3, true;
  }
  return false;
}

// Begins and ends of the lines, white space at the ends left out.
std::vector<std::pair<size_t, size_t>> Lines(std::string_view text) {
  std::vector<std::pair<size_t, size_t>> lines;
  size_t begin = 0;
  const auto add = [&](size_t end) {
    static constexpr std::string_view kSpaces[] = {
        " ",           "\t",           "\v",           "\f",
        "\xC2\xA0",    "\xE2\x80\xAF", "\xE3\x80\x80", "\xE2\x81\x9F",
        "\xE1\x9A\x80"};
    const auto is_space = [&](std::string_view at) {
      size_t length = 0;
      for (const std::string_view space : kSpaces) {
        if (at.substr(0, space.size()) == space) length = space.size();
      }
      if (at.size() >= 3 && at[0] == '\xE2' && at[1] == '\x80' &&
          static_cast<unsigned char>(at[2]) >= 0x80 &&
          static_cast<unsigned char>(at[2]) <= 0x8A) {
        length = 3;
      }
      return length;
    };
    size_t from = begin;
    while (from < end) {
      const size_t length = is_space(text.substr(from, end - from));
      if (length == 0) break;
      from += length;
    }
    while (end > from) {
      size_t last = end - 1;
      while (last > from && (text[last] & 0xC0) == 0x80) --last;
      if (is_space(text.substr(last, end - last)) != end - last) break;
      end = last;
    }
    if (from < end) lines.emplace_back(from, end);
  };
  for (size_t i = 0; i < text.size();) {
    size_t length = 1;
    if (IsBreakAt(text, i, &length)) {
      add(i);
      begin = i + length;
    }
    i += length;
  }
  add(text.size());
  return lines;
}

void PrintTokens(const char* name, const std::string& id, size_t begin,
                 const std::vector<std::string>& words, std::ostream& out) {
  out << name << '\t' << id << '\t' << begin << '\t';
  for (size_t i = 0; i < words.size(); ++i) out << (i ? " " : "") << words[i];
  out << '\n';
}

void PrintPairs(const char* name, const std::vector<Unit>& units,
                const Settings& settings) {
  std::vector<std::pair<uint64_t, uint32_t>> postings;
  for (uint32_t u = 0; u < units.size(); ++u) {
    for (const uint64_t s : units[u].shingles) postings.emplace_back(s, u);
  }
  for (const Unit& unit : units) {
    if (unit.shingles.empty()) continue;
    std::printf("judged\t%s\t%s\t%u\n", name, unit.id.c_str(), unit.begin);
  }
  std::sort(postings.begin(), postings.end());
  // Each unit's shingles as positions in the postings, so that the units
  // before it under the same shingle are those just before that position.
  std::vector<std::vector<uint32_t>> places(units.size());
  for (uint32_t p = 0; p < postings.size(); ++p) {
    places[postings[p].second].push_back(p);
  }
  std::vector<uint32_t> common(units.size(), 0);
  std::vector<uint32_t> touched;
  for (uint32_t a = 0; a < units.size(); ++a) {
    touched.clear();
    for (const uint32_t place : places[a]) {
      for (uint32_t p = place;
           p-- > 0 && postings[p].first == postings[place].first;) {
        if (common[postings[p].second]++ == 0) {
          touched.push_back(postings[p].second);
        }
      }
    }
    std::sort(touched.begin(), touched.end());
    for (const uint32_t b : touched) {
      const double shared = common[b];
      common[b] = 0;
      const double size_a = static_cast<double>(units[a].shingles.size());
      const double size_b = static_cast<double>(units[b].shingles.size());
      const double jaccard = shared / (size_a + size_b - shared);
      const double containment = shared / std::min(size_a, size_b);
      if (jaccard >= settings.jaccard || containment >= settings.containment) {
        std::printf("%s\t%s\t%u\t%s\t%u\t%.6f\t%.6f\n", name,
                    units[b].id.c_str(), units[b].begin, units[a].id.c_str(),
                    units[a].begin, jaccard, containment);
      }
    }
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 6 && argc != 7) {
    std::cerr << "usage: exact_pairs INPUT.jsonl word:N|char:N J C WORDS"
                 " [TOKENS.tsv]\n";
    return 2;
  }
  const std::string_view shingle = argv[2];
  const Settings settings = {shingle[0] == 'w',
                             std::strtoul(argv[2] + 5, nullptr, 10),
                             std::atof(argv[3]), std::atof(argv[4]),
                             static_cast<uint32_t>(std::atoi(argv[5]))};
  std::ifstream file(argv[1]);
  std::ofstream tokens;
  if (argc == 7) tokens.open(argv[6], std::ios::binary);
  std::vector<Unit> documents;
  std::vector<Unit> blocks;
  simdjson::dom::parser parser;
  for (std::string line; std::getline(file, line);) {
    simdjson::dom::element record = parser.parse(line);
    const std::string_view text = record["text"];
    const std::string_view name = record["id"];
    const std::string id(name);
    std::vector<std::string> words;
    std::vector<uint64_t> all = Shingles(std::string(text), settings, &words);
    documents.push_back({id, 0, std::move(all)});
    if (argc == 7) PrintTokens("document", id, 0, words, tokens);
    for (const auto& [begin, end] : Lines(text)) {
      std::vector<uint64_t> own = Shingles(
          std::string(text.substr(begin, end - begin)), settings, &words);
      if (words.size() < settings.min_block_words) continue;
      blocks.push_back({id, static_cast<uint32_t>(begin), std::move(own)});
      if (argc == 7) PrintTokens("block", id, begin, words, tokens);
    }
  }
  if (argc == 7 && !tokens.flush()) {
    std::cerr << "exact_pairs: " << argv[6] << ": could not be written\n";
    return 3;
  }
  PrintPairs("document", documents, settings);
  PrintPairs("block", blocks, settings);
  return 0;
}
