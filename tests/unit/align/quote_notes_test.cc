// NotePlaces against its definition.

#include "align/quote_notes.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <map>
#include <random>
#include <utility>
#include <vector>

namespace tikrar {
namespace {

struct Case {
  std::vector<std::vector<uint32_t>> texts;
  std::vector<QuoteNeedle> needles;
  std::vector<QuoteOccurrence> places;
};

Case RandomCase(std::mt19937* random) {
  Case made;
  const uint32_t documents = 1 + (*random)() % 4;
  for (uint32_t i = 0; i < documents; ++i) {
    made.texts.emplace_back(1 + (*random)() % 12);
  }
  const auto stretch = [&](uint32_t doc) {
    const auto size = static_cast<uint32_t>(made.texts[doc].size());
    const auto begin = static_cast<uint32_t>((*random)() % size);
    const auto end =
        static_cast<uint32_t>(begin + 1 + (*random)() % (size - begin));
    return std::pair(begin, end);
  };
  for (uint32_t i = (*random)() % 5; i > 0; --i) {
    const uint32_t doc = (*random)() % documents;
    const auto [begin, end] = stretch(doc);
    made.needles.push_back(
        {doc, begin, end, (*random)() % 2 == 0, (*random)() % 2 == 0});
  }
  for (uint32_t i = (*random)() % 8; i > 0; --i) {
    const uint32_t doc = (*random)() % documents;
    const auto [begin, end] = stretch(doc);
    made.places.push_back({0, doc, begin, end, 0});
  }
  return made;
}

// Four in five tokens of the place lie in needles of a kind.
bool IsQuoted(const Case& made, const QuoteOccurrence& place,
              bool QuoteNeedle::*kind) {
  uint32_t quoted = 0;
  for (uint32_t token = place.begin; token < place.end; ++token) {
    bool is_in_one = false;
    for (const QuoteNeedle& needle : made.needles) {
      is_in_one |= needle.*kind && needle.doc == place.doc &&
                   needle.begin <= token && token < needle.end;
    }
    quoted += is_in_one ? 1 : 0;
  }
  return 5 * quoted >= 4 * place.size();
}

TEST(NotePlaces, AsByTheDefinition) {
  std::mt19937 random(1);
  for (int round = 0; round < 20000; ++round) {
    const Case made = RandomCase(&random);
    std::map<std::pair<uint32_t, uint32_t>, uint64_t> number;  // of a token
    for (const QuoteOccurrence& place : made.places) {
      for (uint32_t i = place.begin; i < place.end; ++i) {
        number.emplace(std::pair(place.doc, i), 0);
      }
    }
    uint64_t count = 0;
    for (auto& [token, at] : number) at = count++;
    const std::vector<absl::Span<const uint32_t>> documents(made.texts.begin(),
                                                            made.texts.end());
    uint64_t covered = 0;
    const StoredVector<PlaceNote> notes =
        NotePlaces(documents, made.needles, made.places, nullptr, &covered);
    ASSERT_EQ(covered, count);
    ASSERT_EQ(notes.size(), made.places.size());
    for (size_t i = 0; i < notes.size(); ++i) {
      const QuoteOccurrence& place = made.places[i];
      ASSERT_EQ(notes[i].at, number.at({place.doc, place.begin}));
      ASSERT_EQ(notes[i].has_marks,
                IsQuoted(made, place, &QuoteNeedle::has_marks));
      ASSERT_EQ(notes[i].has_frame,
                IsQuoted(made, place, &QuoteNeedle::has_frame));
    }
  }
}

}  // namespace
}  // namespace tikrar
