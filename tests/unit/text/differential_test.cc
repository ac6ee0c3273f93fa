// The fast normalizer against tests/reference on everything that is small
// enough to enumerate, on random strings and on real text.

#include <gtest/gtest.h>

#include <cstdlib>
#include <random>
#include <string>
#include <vector>

#include "reference/reference_normalizer.h"
#include "unit/text/text_test_util.h"

namespace tikrar {
namespace {

using testing::Escape;
using testing::kProfiles;
using testing::NormalizerFor;
using testing::Utf8;

// Compares T and C, and N if asked for. Counts instead of asserting, so that
// a bug shows in a few lines and not in a million.
class Comparison {
 public:
  void Check(const std::string& text, Profile profile, bool with_n = false) {
    ++checks_;
    NormalizerFor(profile).Normalize(text, &fast_);
    const reference::Streams slow = reference::TokenStreams(text, profile);
    if (fast_.Joined() != slow.tokens) {
      Report("T", text, profile, fast_.Joined(), slow.tokens);
    } else if (fast_.compact != slow.compact) {
      Report("C", text, profile, fast_.compact, slow.compact);
    }
    if (!with_n) return;
    const std::string n = NormalizerFor(profile).Canonical(text).text;
    const std::string slow_n = reference::CanonicalStream(text, profile);
    if (n != slow_n) Report("N", text, profile, n, slow_n);
  }

  void CheckAll(const std::string& text, bool with_n = false) {
    for (Profile profile : kProfiles) Check(text, profile, with_n);
  }

  size_t checks() const { return checks_; }
  size_t differences() const { return differences_; }

 private:
  void Report(const char* stream, std::string_view text, Profile profile,
              std::string_view fast, std::string_view slow) {
    if (differences_++ >= 12) return;
    if (text.size() > 400) text = text.substr(0, 400);
    ADD_FAILURE() << stream << " " << ProfileName(profile) << " of "
                  << Escape(text) << "\n fast " << Escape(fast.substr(0, 400))
                  << "\n slow " << Escape(slow.substr(0, 400));
  }

  NormalizedText fast_;
  size_t checks_ = 0;
  size_t differences_ = 0;
};

bool Full() { return std::getenv("TIKRAR_FULL") != nullptr; }

// By default every code point that the tables treat one by one and a sample
// of the rest (ideographs, Hangul, private use, planes 3 and up).
std::vector<char32_t> CodePoints() {
  std::vector<char32_t> all;
  for (char32_t c = 0; c < 0x110000; ++c) {
    if (0xD800 <= c && c <= 0xDFFF) continue;
    const bool bulk = (0x3400 <= c && c < 0xF900) ||
                      (0x11000 <= c && c < 0x1D000) || 0x1F700 <= c;
    if (bulk && !Full() && c % 61 != 0) continue;
    all.push_back(c);
  }
  return all;
}

TEST(DifferentialTest, EveryCodePointAlone) {
  Comparison comparison;
  for (char32_t c : CodePoints()) comparison.CheckAll(Utf8(c), true);
  EXPECT_EQ(comparison.differences(), 0u);
  EXPECT_GT(comparison.checks(), 100000u);
}

TEST(DifferentialTest, EveryCodePointBetweenLetters) {
  Comparison comparison;
  for (char32_t c : CodePoints()) {
    comparison.CheckAll("ب" + Utf8(c) + "ي", true);
  }
  EXPECT_EQ(comparison.differences(), 0u);
}

TEST(DifferentialTest, AllStringsOverSmallAlphabet) {
  const std::vector<std::string> alphabet = {
      "ا",         "ب",         "و", "ي",  "ء", Utf8(0x654),
      Utf8(0x640), Utf8(0x64E), " ", "\"", "3", ","};
  const size_t longest = Full() ? 5 : 4;
  Comparison comparison;
  std::vector<std::string> last = {""};
  for (size_t length = 1; length <= longest; ++length) {
    std::vector<std::string> next;
    for (const std::string& stem : last) {
      for (const std::string& letter : alphabet) next.push_back(stem + letter);
    }
    for (const std::string& text : next) comparison.CheckAll(text, length < 5);
    last = std::move(next);
  }
  EXPECT_EQ(comparison.differences(), 0u);
  EXPECT_GE(comparison.checks(), 3u * (12 + 144 + 1728 + 20736));
}

std::vector<std::string> AwkwardPool() {
  std::vector<std::string> pool;
  for (char32_t c = 0x600; c < 0x700; ++c) pool.push_back(Utf8(c));
  for (char32_t c :
       {0x20,   0x22,    0xA0,    0xAB,   0xBB,   0xAD,   0x41,   0x65,
        0x301,  0xE9,    0x31,    0x2E,   0x200C, 0x200D, 0x200F, 0x2026,
        0xFEFB, 0xFEF5,  0xFE76,  0xFE77, 0xFE7D, 0xFE8B, 0xFE8A, 0xFE85,
        0xFEF3, 0xFDF2,  0xFDFA,  0xFDFD, 0xFCF2, 0xFBFC, 0xFBA4, 0x8F0,
        0x5B0,  0x5BC,   0x93C,   0x915,  0xAC00, 0x1112, 0x1161, 0x11A8,
        0x85,   0x2028,  0xDF,    0x130,  0x149,  0xBD,   0x2033, 0xB4,
        0x3164, 0x10107, 0x1EE00, 0x345,  0x34F,  0xFBB2})
    pool.push_back(Utf8(c));
  for (const char* text :
       {"و", "و", "ب", "ال", "ل",    "ي",      "ء",     "ئ",     "ؤ",
        "ا", "'", "'", "''", "<",    "<<",     ">",     "\"",    "(",
        "[", "%", "$", "5",  "12",   "345",    ",",     ".",     "..",
        " ", " ", " ", "\n", "كتاب", "a",      "b",     "'s",    "لـ",
        "ـ", "ـ", "،", "٫",  "٬",    "&quot;", "&amp;", "#8220;"}) {
    pool.push_back(text);
  }
  return pool;
}

TEST(DifferentialTest, RandomStringsOverAwkwardPool) {
  const std::vector<std::string> pool = AwkwardPool();
  const size_t plain = pool.size() - 256 - 54;  // the last ones, taken often
  std::mt19937 random(20150721);
  Comparison comparison;
  const size_t count = Full() ? 2000000 : 120000;
  for (size_t i = 0; i < count; ++i) {
    std::string text;
    const size_t length = 1 + random() % 14;
    for (size_t k = 0; k < length; ++k) {
      text += random() % 3 == 0 ? pool[random() % pool.size()]
                                : pool[pool.size() - 1 - random() % plain];
    }
    comparison.Check(text, kProfiles[i % 3], i % 4 == 0);
  }
  EXPECT_EQ(comparison.differences(), 0u);
  EXPECT_EQ(comparison.checks(), count);
}

TEST(DifferentialTest, RealText) {
  const std::string shared = testing::SharedFolder();
  if (shared.empty()) GTEST_SKIP() << "no shared text, see TIKRAR_SHARED";
  Comparison comparison;
  std::mt19937 random(7);
  std::vector<TextRange> lines;
  for (const char* name : {"saudinewsnet", "osac_bbc_cnn_2009", "exara_dev",
                           "sanad_alkhaleej", "tashkeela_pairs"}) {
    const size_t before = comparison.checks();
    const size_t records = testing::ForEachText(
        shared + "/data/" + name + ".jsonl.zst", [&](std::string_view text) {
          if (!Full() && random() % 150 != 0) return;
          if (Full()) {
            for (Profile p : kProfiles) {
              comparison.Check(std::string(text), p, p == Profile::kStandard);
            }
            return;
          }
          SplitLines(text, &lines);
          for (TextRange line : lines) {
            comparison.Check(std::string(line.In(text)),
                             kProfiles[random() % 3], random() % 4 == 0);
          }
        });
    std::printf("%s: %zu records, %zu comparisons\n", name, records,
                comparison.checks() - before);
    EXPECT_GT(comparison.checks(), before) << name;
  }
  EXPECT_EQ(comparison.differences(), 0u);
}

}  // namespace
}  // namespace tikrar
