// CopyWords and FindHint of every kernel against what kernels.h says of them,
// read character by character.

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "base/kernels/kernels.h"

namespace tikrar::kernels {
namespace {

constexpr size_t kSpace = ' ';  // of the tables of ASCII

std::string Utf8(char32_t c) {
  if (c < 0x80) return {static_cast<char>(c)};
  if (c < 0x800) {
    return {static_cast<char>(0xC0 | c >> 6),
            static_cast<char>(0x80 | (c & 63))};
  }
  return {static_cast<char>(0xE0 | c >> 12),
          static_cast<char>(0x80 | (c >> 6 & 63)),
          static_cast<char>(0x80 | (c & 63))};
}

std::string Utf8(const std::u32string& text) {
  std::string utf8;
  for (char32_t c : text) utf8 += Utf8(c);
  return utf8;
}

// What a table says of single characters, in the plainest form.
struct Rules {
  int letters[64];  // U+0620 to U+065F: as WordTable
  bool ascii_signs[64], ascii_quotes[64];
  bool pair_signs[64], pair_quotes[64];  // U+0600.., U+00A0.. from 32 on
  bool swallows_yehs, drops_hamzas;

  WordTable Table() const {
    WordTable table;
    for (int i = 0; i < 64; ++i) {
      // The last six bits of U+0620 + i are i with the highest turned round.
      table.letters[i] = static_cast<uint8_t>(letters[i]);
      const auto bits = [&](bool is_sign, bool is_quote) {
        return static_cast<uint8_t>((is_sign ? 1 : 0) << i / 16 |
                                    (is_quote ? 16 : 0) << i / 16);
      };
      table.ascii_signs[i % 16] |= bits(ascii_signs[i], ascii_quotes[i]);
      table.pair_signs[i % 16] |= bits(pair_signs[i], pair_quotes[i]);
    }
    table.yeh = swallows_yehs ? 0x4A : 0;
    table.drops_hamzas = drops_hamzas;
    return table;
  }

  int LetterOf(char32_t c) const {
    return 0x620 <= c && c < 0x660 ? letters[c - 0x620] : 0;
  }
  bool IsSign(char32_t c) const {
    if (c < 0x40) return ascii_signs[c];
    if (0x600 <= c && c < 0x620) return pair_signs[c - 0x600];
    return 0xA0 <= c && c < 0xC0 && pair_signs[c - 0xA0 + 32];
  }
  bool IsQuote(char32_t c) const {
    if (c < 0x40) return ascii_quotes[c];
    if (0x600 <= c && c < 0x620) return pair_quotes[c - 0x600];
    return 0xA0 <= c && c < 0xC0 && pair_quotes[c - 0xA0 + 32];
  }
};

Rules RandomRules(std::mt19937* random) {
  constexpr int kOften[] = {0, 1, 0x21, 0x48, 0x4A, 0x4A, 0x27, 0xFF};
  Rules rules;
  const auto percent = [&](uint32_t p) { return (*random)() % 100 < p; };
  for (int i = 0; i < 64; ++i) {
    const int any = static_cast<int>(0x21 + (*random)() % (0x100 - 0x21));
    rules.letters[i] = percent(50) ? kOften[(*random)() % 8] : any;
    rules.ascii_signs[i] = percent(70);
    rules.ascii_quotes[i] = rules.ascii_signs[i] && percent(30);
    rules.pair_signs[i] = percent(70);
    rules.pair_quotes[i] = rules.pair_signs[i] && percent(30);
  }
  rules.ascii_signs[kSpace] = percent(90);
  rules.swallows_yehs = percent(60);
  rules.drops_hamzas = rules.swallows_yehs && percent(50);
  return rules;
}

struct Copied {
  std::string compact;
  std::vector<PlainWord> words;
  size_t at = 0;
};

// A word as it is copied, empty if it is not plain. `end` is its last
// character's, and `size` counts its bytes of UTF-8.
std::u32string CopiedWord(const Rules& rules, const std::u32string& text,
                          size_t begin, size_t* end, size_t* size) {
  std::u32string copied;
  size_t i = begin;
  std::u32string values;
  for (; i < text.size() && rules.LetterOf(text[i]) != 0; ++i) {
    values.push_back(static_cast<char32_t>(rules.LetterOf(text[i])));
  }
  *end = i;
  *size = 2 * (i - begin);
  if (values.empty() || values[0] == 1 || *size > 62) return U"";
  values.erase(std::remove(values.begin(), values.end(), U'\x01'),
               values.end());
  bool hamza_before = false;
  for (size_t k = 0; k < values.size(); ++k) {
    const bool is_hamza = values[k] == 0x21;
    if (is_hamza && !hamza_before && rules.swallows_yehs && !copied.empty() &&
        copied.back() == 0x64A) {
      copied.pop_back();
      if (copied.empty() && rules.drops_hamzas) return U"";
    }
    hamza_before = is_hamza;
    if (is_hamza && rules.drops_hamzas) {
      if (k == 0) return U"";
      continue;
    }
    copied.push_back(0x600 + values[k]);
  }
  if (copied == U"\u0648") return U"";
  if (i < text.size()) {
    if (!rules.IsSign(text[i])) return U"";
    if (rules.IsQuote(text[i]) && copied.size() <= 3) return U"";
  }
  return copied;
}

Copied ByDefinition(const Rules& rules, const std::u32string& text,
                    uint32_t source_begin) {
  Copied out;
  for (size_t i = 0; i < text.size();) {
    if (rules.IsSign(text[i])) {
      out.at += Utf8(text[i++]).size();
      continue;
    }
    size_t end, size;
    const std::string word = Utf8(CopiedWord(rules, text, i, &end, &size));
    if (word.empty()) break;
    const auto begin = static_cast<uint32_t>(out.compact.size());
    const auto at = static_cast<uint32_t>(source_begin + out.at);
    out.compact += word;
    out.words.push_back({begin, static_cast<uint32_t>(out.compact.size()), at,
                         static_cast<uint32_t>(at + size)});
    out.at += size;
    i = end;
  }
  return out;
}

Copied ByKernel(const Kernels& kernel, const WordTable& table,
                const std::string& text, uint32_t source_begin) {
  // Buffers of the promised sizes: a sanitizer sees a byte more.
  const std::vector<uint8_t> exact(text.begin(), text.end());
  std::vector<uint8_t> compact(text.size() + 64);
  WordRun run;
  run.compact = compact.data();
  run.source_begin = source_begin;
  Copied out;
  uint32_t before;
  do {
    before = run.at;
    run.count = 0;
    kernel.copy_words(table, exact.data(), static_cast<uint32_t>(exact.size()),
                      &run);
    EXPECT_LE(run.count, WordRun::kWords + WordRun::kSlack);
    out.words.insert(out.words.end(), run.words, run.words + run.count);
  } while (run.at > before && run.at < exact.size());
  out.compact.assign(compact.begin(), compact.begin() + run.compact_size);
  out.at = run.at;
  return out;
}

class KernelText : public testing::TestWithParam<const Kernels*> {
 protected:
  void SetUp() override {
    if (!GetParam()->supported()) {
      GTEST_SKIP() << "this CPU lacks " << GetParam()->name;
    }
  }

  void Check(const Rules& rules, const std::u32string& text) {
    const uint32_t source_begin = random_() % 3 * 1000;
    const Copied expected = ByDefinition(rules, text, source_begin);
    const Copied copied =
        ByKernel(*GetParam(), rules.Table(), Utf8(text), source_begin);
    ASSERT_EQ(copied.compact, expected.compact) << Utf8(text);
    ASSERT_EQ(copied.at, expected.at) << Utf8(text);
    ASSERT_EQ(copied.words.size(), expected.words.size()) << Utf8(text);
    for (size_t i = 0; i < copied.words.size(); ++i) {
      const PlainWord& a = copied.words[i];
      const PlainWord& b = expected.words[i];
      ASSERT_TRUE(a.begin == b.begin && a.end == b.end &&
                  a.source_begin == b.source_begin &&
                  a.source_end == b.source_end)
          << i << " of " << Utf8(text);
    }
    words_ += copied.words.size();
    bytes_ += copied.at;
  }

  std::mt19937 random_{1};
  size_t words_ = 0;
  size_t bytes_ = 0;
};

// Every character of one, two and three bytes, at every place of a window.
TEST_P(KernelText, CopiesUpToEveryCharacterEverywhere) {
  const Rules rules = RandomRules(&random_);
  char32_t letter = 0x621;
  while (rules.LetterOf(letter) <= 0x4A) ++letter;
  for (char32_t c = 1; c < 0x10000; c += c < 0x800 ? 1 : 251) {
    if (0xD800 <= c && c < 0xE000) continue;
    const size_t step = 0x600 <= c && c < 0x700 ? 1 : 9;
    for (size_t at = c % step; at < 70; at += step) {
      std::u32string text(at, U' ');
      if (c % 2 == 0) {
        for (size_t i = 0; i < at; ++i) text[i] = i % 8 == 7 ? U' ' : letter;
      }
      Check(rules, text + c + letter + letter + U' ');
      ASSERT_FALSE(HasFatalFailure()) << static_cast<uint32_t>(c);
    }
  }
}

TEST_P(KernelText, CopiesPlainWordsOfRandomText) {
  for (int trial = 0; trial < 20000; ++trial) {
    const Rules rules = RandomRules(&random_);
    // Letters, hamzas and yehs, marks, signs: mostly what is plain.
    std::u32string plain, signs = U" ";
    for (char32_t c = 1; c < 0x700; ++c) {
      if (rules.LetterOf(c) != 0) plain += c;
      if (rules.IsSign(c)) signs += c;
    }
    const uint32_t per_word = 1 + random_() % 9;
    const uint32_t odd = random_() % 3 == 0 ? 30 : 2000;
    std::u32string text;
    for (size_t i = random_() % 400; i > 0; --i) {
      if (random_() % odd == 0) {
        text += static_cast<char32_t>(1 + random_() % 0x7FF);
      } else if (random_() % per_word == 0) {
        text += signs[random_() % 4 == 0 ? random_() % signs.size() : 0];
      } else {
        text += plain[random_() % plain.size()];
      }
    }
    Check(rules, text);
    ASSERT_FALSE(HasFatalFailure()) << "trial " << trial;
  }
  EXPECT_GT(words_, 20000u);
  EXPECT_GT(bytes_, 100000u);
}

// Words just short enough and just too long, everywhere in a window.
TEST_P(KernelText, CopiesLongWords) {
  Rules rules = RandomRules(&random_);
  rules.letters[1] = 0x28;
  rules.ascii_signs[kSpace] = true;
  rules.ascii_quotes[kSpace] = false;
  const char32_t beh = 0x621;
  for (size_t before = 0; before < 70; ++before) {
    for (size_t letters = 28; letters < 36; ++letters) {
      const std::u32string word(letters, beh);
      Check(rules, std::u32string(before, U' ') + word);
      Check(rules, std::u32string(before, U' ') + word + U' ' + word + U" ");
      ASSERT_FALSE(HasFatalFailure()) << before << " " << letters;
    }
  }
  EXPECT_GT(words_, 0u);
}

bool IsTah(const std::u32string& text, size_t i) {
  return i < text.size() && (text[i] == 0x637 || text[i] == 0x638);
}

// By characters, as the byte of the first one.
size_t HintByDefinition(const std::u32string& text, size_t begin) {
  size_t at = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    const char32_t c = text[i];
    bool is_hint = c == '&' || c == ';' || (0xC0 <= c && c < 0x100);
    if (IsTah(text, i) && i + 1 < text.size() && text[i + 1] != ' ') {
      const bool is_letter = 0x621 <= text[i + 1] && text[i + 1] <= 0x64A;
      is_hint = !is_letter || IsTah(text, i + 2);
    }
    if (is_hint && at >= begin) return at;
    at += Utf8(c).size();
  }
  return at;
}

TEST_P(KernelText, FindsHints) {
  const std::u32string often = U" \u0637\u0638\u0627\u0628";
  const std::u32string seldom =
      U"&;\u00C0\u00FF\u00BF\u0100\u060C\u0620\u0621\u064A\u064B\u0637a.\u2013"
      U"\u0660\u06B7\u0678\u00A0";
  size_t found = 0;
  for (int trial = 0; trial < 20000; ++trial) {
    std::u32string text;
    const uint32_t rarity = 2 + random_() % 200;
    const bool has_tah = random_() % 4 == 0;
    for (size_t i = random_() % 150; i > 0; --i) {
      char32_t c = often[random_() % often.size()];
      if (!has_tah && IsTah({c}, 0)) c = 0x628;
      if (random_() % rarity == 0) c = seldom[random_() % seldom.size()];
      text += c;
    }
    const std::string utf8 = Utf8(text);
    const std::vector<uint8_t> exact(utf8.begin(), utf8.end());
    for (size_t at = 0; at < exact.size();) {
      const size_t expected = HintByDefinition(text, at);
      const size_t next = GetParam()->find_hint(exact.data(), exact.size(), at);
      ASSERT_EQ(next, expected) << utf8 << " from " << at;
      found += next < exact.size();
      at = next + 1;
    }
  }
  EXPECT_GT(found, 20000u);
}

TEST_P(KernelText, FindsBreaks) {
  size_t found = 0;
  for (int trial = 0; trial < 5000; ++trial) {
    std::vector<uint8_t> text(random_() % 200);
    for (uint8_t& byte : text) {
      byte = static_cast<uint8_t>(random_() % 40 == 0 ? random_() : 0xD8);
    }
    for (size_t at = 0; at < text.size();) {
      size_t expected = at;
      while (expected < text.size() && text[expected] != 0x0A &&
             text[expected] != 0x0D && text[expected] != 0xC2 &&
             text[expected] != 0xE2) {
        ++expected;
      }
      const size_t next = GetParam()->find_break(text.data(), text.size(), at);
      ASSERT_EQ(next, expected) << "trial " << trial << " from " << at;
      found += next < text.size();
      at = next + 1;
    }
  }
  EXPECT_GT(found, 100u);
}

TEST_P(KernelText, HashesWordsAsHashBytesDoes) {
  constexpr size_t kStride = 12;
  size_t words = 0;
  for (int trial = 0; trial < 2000; ++trial) {
    std::string text(random_() % 300, '\0');
    for (char& byte : text) byte = static_cast<char>(random_());
    std::string places;
    std::vector<uint64_t> expected;
    const uint64_t seed = random_();
    const size_t longest = 1 + random_() % 24;
    for (size_t at = random_() % 20; at < text.size();) {
      const size_t end = std::min(text.size(), at + random_() % longest);
      const uint32_t place[3] = {static_cast<uint32_t>(at),
                                 static_cast<uint32_t>(end), 7};
      places.append(reinterpret_cast<const char*>(place), kStride);
      expected.push_back(
          HashBytes(std::string_view(text).substr(at, end - at), seed));
      at = end + random_() % 2;
    }
    // Buffers of the promised sizes: a sanitizer sees a byte more.
    const std::vector<char> exact(text.begin(), text.end());
    std::vector<uint64_t> hashes(expected.size());
    GetParam()->hash_words({exact.data(), exact.size()}, places.data(), kStride,
                           hashes.size(), seed, hashes.data());
    ASSERT_EQ(hashes, expected) << "trial " << trial;
    words += hashes.size();
  }
  EXPECT_GT(words, 10000u);
}

INSTANTIATE_TEST_SUITE_P(
    Kernels, KernelText,
    testing::ValuesIn(std::vector<const Kernels*>(All().begin(), All().end())),
    [](const auto& each) { return std::string(each.param->name); });

}  // namespace
}  // namespace tikrar::kernels
