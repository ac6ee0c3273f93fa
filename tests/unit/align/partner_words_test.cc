#include "align/partner_words.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <memory>
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

// Words that are read through their file.
class PartnerWordsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::iota(words_.begin(), words_.end(), 3u);
    ASSERT_FALSE(reader_.is_in_place());
  }

  const std::unique_ptr<Store> store_ =
      *Store::Create({.folder = {}, .memory_bytes = kWords});
  StoredVector<uint32_t> words_{kWords, 0, store_.get()};
  const StoredReader<uint32_t> reader_{words_};
};

TEST_F(PartnerWordsTest, AreThoseOfTheDocument) {
  std::mt19937 random(5);
  const std::vector<TokenIds> documents = DocumentsIn(words_, &random);
  for (const size_t ring_words : {size_t{0}, 3 * kMostRead, 2 * kWords}) {
    PartnerWords partners(ring_words);
    size_t copies = 0, again = 0;
    for (int round = 0; round < 20'000; ++round) {
      // Some are looked at again and again.
      const size_t span = random() % 3 == 0 ? documents.size() : 30;
      const size_t doc = random() % span;
      const TokenIds read =
          partners.Read(static_cast<uint32_t>(doc), documents[doc], reader_);
      ASSERT_EQ(read, documents[doc]) << doc;
      if (read.empty()) continue;
      EXPECT_EQ(read.data() == documents[doc].data(), read.size() > kMostRead);
      if (read.data() == documents[doc].data()) continue;
      ++copies;
      const TokenIds second =
          partners.Read(static_cast<uint32_t>(doc), documents[doc], reader_);
      again += second.data() == read.data() ? 1 : 0;
    }
    EXPECT_GT(copies, 10'000u);
    EXPECT_EQ(again, copies);
  }
}

// What was read last stays until the ring is full again.
TEST_F(PartnerWordsTest, StayWhileTheRingHasRoom) {
  const auto all = absl::MakeConstSpan(words_);
  PartnerWords partners(4 * kMostRead);
  const TokenIds first = partners.Read(0, all.first(100), reader_);
  for (uint32_t doc = 1; doc <= 3; ++doc) {
    partners.Read(doc, all.subspan(doc * kMostRead, kMostRead), reader_);
    EXPECT_EQ(first, all.first(100));
  }
}

TEST_F(PartnerWordsTest, AreWhereTheyAreWithoutAFile) {
  const StoredVector<uint32_t> words(kWords, 7);
  const StoredReader<uint32_t> reader(words);
  PartnerWords partners(0);
  const TokenIds document = absl::MakeConstSpan(words).first(9);
  EXPECT_EQ(partners.Read(0, document, reader).data(), document.data());
}

}  // namespace
}  // namespace tikrar
