#include "align/partner_words.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <random>
#include <vector>

namespace tikrar {
namespace {

constexpr size_t kWords = size_t{1} << 20;
constexpr size_t kMostRead =
    StoredReader<uint32_t>::kMostBytes / sizeof(uint32_t);

// Documents of all lengths, some longer than what is read.
std::vector<TokenIds> DocumentsIn(absl::Span<const uint32_t> words,
                                  std::mt19937* random) {
  std::vector<TokenIds> documents;
  for (size_t begin = 0; begin < words.size();) {
    const size_t most = (*random)() % 20 == 0 ? kMostRead + 100 : 300;
    const size_t size =
        std::min<size_t>((*random)() % most, words.size() - begin);
    documents.push_back(words.subspan(begin, size));
    begin += size + 1;
  }
  return documents;
}

TEST(PartnerWordsTest, AreThoseOfTheDocument) {
  const auto store = Store::Create({.folder = {}, .memory_bytes = kWords});
  ASSERT_TRUE(store.ok());
  StoredVector<uint32_t> words(kWords, 0, store->get());
  std::iota(words.begin(), words.end(), 3u);
  const StoredReader<uint32_t> reader(words);
  ASSERT_FALSE(reader.is_in_place());
  std::mt19937 random(5);
  const std::vector<TokenIds> documents = DocumentsIn(words, &random);
  for (const size_t ring_words : {size_t{0}, 3 * kMostRead, 2 * kWords}) {
    PartnerWords partners(ring_words);
    size_t copies = 0, again = 0;
    for (int round = 0; round < 20'000; ++round) {
      // Some are looked at again and again.
      const size_t span = random() % 3 == 0 ? documents.size() : 30;
      const size_t doc = random() % span;
      const TokenIds read =
          partners.Read(static_cast<uint32_t>(doc), documents[doc], reader);
      ASSERT_EQ(read, documents[doc]) << doc;
      if (read.empty()) continue;
      EXPECT_EQ(read.data() == documents[doc].data(), read.size() > kMostRead);
      if (read.data() == documents[doc].data()) continue;
      ++copies;
      const TokenIds second =
          partners.Read(static_cast<uint32_t>(doc), documents[doc], reader);
      again += second.data() == read.data() ? 1 : 0;
    }
    EXPECT_GT(copies, 10'000u);
    EXPECT_EQ(again, copies);
  }
}

// What was read last stays until the ring is full again.
TEST(PartnerWordsTest, StayWhileTheRingHasRoom) {
  const auto store = Store::Create({.folder = {}, .memory_bytes = kWords});
  ASSERT_TRUE(store.ok());
  StoredVector<uint32_t> words(kWords, 0, store->get());
  std::iota(words.begin(), words.end(), 3u);
  const StoredReader<uint32_t> reader(words);
  const auto all = absl::MakeConstSpan(words);
  PartnerWords partners(4 * kMostRead);
  const TokenIds first = partners.Read(0, all.first(100), reader);
  for (uint32_t doc = 1; doc <= 3; ++doc) {
    partners.Read(doc, all.subspan(doc * kMostRead, kMostRead), reader);
    EXPECT_EQ(first, all.first(100));
  }
}

TEST(PartnerWordsTest, AreWhereTheyAreWithoutAFile) {
  const StoredVector<uint32_t> words(kWords, 7);
  const StoredReader<uint32_t> reader(words);
  PartnerWords partners(0);
  const TokenIds document = absl::MakeConstSpan(words).first(9);
  EXPECT_EQ(partners.Read(0, document, reader).data(), document.data());
}

}  // namespace
}  // namespace tikrar
