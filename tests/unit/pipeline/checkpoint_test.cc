// What is kept of a stage comes back as it was, or not at all.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <random>
#include <string>
#include <tuple>
#include <vector>

#include "pipeline/checkpoint_file.h"
#include "pipeline/stage_records.h"
#include "tikrar/store.h"

namespace tikrar {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

// Structured bindings name every member: one that is new does not compile
// here until it is compared.
auto TieOf(const TextRange& x) {
  const auto& [begin, end] = x;
  return std::tuple(begin, end);
}
auto TieOf(const PassageSide& x) {
  const auto& [doc, begin, end] = x;
  return std::tuple(doc, begin, end);
}
auto TieOf(const FurnitureTemplate& x) {
  const auto& [text, source, documents, of, role, related] = x;
  return std::tuple(text, source, documents, of, role, related);
}
auto TieOf(const FurnitureSpan& x) {
  const auto& [doc, range, begin, end, related, role, index, score] = x;
  return std::tuple(doc, TieOf(range), begin, end, related, role, index, score);
}
auto TieOf(const VerifiedPair& x) {
  const auto& [a, b, verdict] = x;
  const auto& [ground, jaccard, containment, inside] = verdict;
  return std::tuple(a, b, ground, jaccard, containment, inside);
}
auto TieOf(const QuoteFamily& x) {
  const auto& [representative, first, end, documents] = x;
  return std::tuple(representative, first, end, documents);
}
auto TieOf(const QuoteMember& x) {
  const auto& [doc, begin, end, marks, frame, common, containment, jaccard] = x;
  return std::tuple(doc, begin, end, marks, frame, common, containment,
                    jaccard);
}
auto TieOf(const PassageMatch& x) {
  const auto& [a, b, common, in_order] = x;
  return std::tuple(TieOf(a), TieOf(b), common, in_order);
}
auto TieOf(const PassageStretch& x) {
  const auto& [side, range, node] = x;
  return std::tuple(TieOf(side), TieOf(range), node);
}
auto TieOf(const CommonGram& x) {
  const auto& [example, documents] = x;
  return std::tuple(TieOf(example), documents);
}
auto TieOf(const AuditFigure& x) {
  const auto& [sampled, expected, found, recall, lower, upper] = x;
  return std::tuple(sampled, expected, found, recall, lower, upper);
}
auto TieOf(const InputRow& x) {
  const auto& [path, bytes, xxh3, documents, skipped, file] = x;
  return std::tuple(path, bytes, xxh3, documents, skipped, file);
}
auto TieOf(uint32_t x) { return x; }

template <typename Vector>
bool Same(const Vector& x, const Vector& y) {
  return std::equal(
      x.begin(), x.end(), y.begin(), y.end(),
      [](const auto& a, const auto& b) { return TieOf(a) == TieOf(b); });
}
bool Same(const Furniture& x, const Furniture& y) {
  return Same(x.templates, y.templates) && Same(x.spans, y.spans);
}
bool Same(const QuoteUnit& x, const QuoteUnit& y) {
  return Same(x.found.families, y.found.families) &&
         Same(x.found.members, y.found.members) && Same(x.ranges, y.ranges);
}
bool Same(const PassageUnit& x, const PassageUnit& y) {
  return Same(x.matches, y.matches) && Same(x.stretches, y.stretches) &&
         Same(x.a_stretch, y.a_stretch) && Same(x.b_stretch, y.b_stretch) &&
         Same(x.block, y.block) && x.joins_center == y.joins_center &&
         Same(x.nodes, y.nodes) && Same(x.pairs, y.pairs) &&
         Same(x.common, y.common);
}
bool Same(const AuditFigure& x, const AuditFigure& y) {
  return TieOf(x) == TieOf(y);
}

// Values that all differ, so that two that change places are seen.
class Maker {
 public:
  uint32_t Next() { return next_ += 0x01020305; }
  double Share() { return 1.0 / ++shares_; }

  TextRange Range() { return {Next(), Next()}; }
  PassageSide Side() { return {Next(), Next(), Next()}; }
  VerifiedPair Pair() {
    const uint32_t a = Next();
    return {a, Next(), {Ground::kLetters, Share(), Share(), a % 2 == 0}};
  }
  void Fill(Furniture* furniture) {
    furniture->templates = {
        {"آخر تحديث: <date>", Next(), Next(), Next(), Role::kDate, false},
        {"", Next(), Next(), Next(), Role::kHeader, true}};
    furniture->spans = {
        {Next(), Range(), Next(), Next(), true, Role::kTeaser, kNoTemplate,
         Share()},
        {Next(), Range(), Next(), Next(), false, Role::kMenu, Next(), Share()}};
  }
  void Fill(StoredVector<VerifiedPair>* pairs) {
    for (int i = 0; i < 3; ++i) pairs->push_back(Pair());
  }
  void Fill(QuoteUnit* unit) {
    unit->found.families.push_back({Next(), Next(), Next(), Next()});
    unit->found.members.push_back(
        {Next(), Next(), Next(), true, false, Next(), Share(), Share()});
    unit->found.members.push_back(
        {Next(), Next(), Next(), false, true, Next(), Share(), Share()});
    unit->ranges = {Range(), Range()};
  }
  void Fill(PassageUnit* unit) {
    unit->matches.push_back({Side(), Side(), Next(), false});
    unit->matches.push_back({Side(), Side(), Next(), true});
    unit->stretches.push_back({Side(), Range(), Next()});
    unit->a_stretch = {Next()};
    unit->b_stretch = {Next(), Next()};
    unit->block = {kNoKeys, Next()};
    unit->joins_center = {true, false, true};
    unit->nodes = {Next()};
    unit->pairs.push_back(Pair());
    unit->common.push_back({Side(), Next()});
  }
  void Fill(AuditFigure* figure) {
    *figure = {Next(), Next(), Next(), Share(), Share(), Share()};
  }

 private:
  uint32_t next_ = 7;
  int shares_ = 1;
};

class BytesSource : public ByteSource {
 public:
  explicit BytesSource(std::string bytes) : bytes_(std::move(bytes)) {}
  absl::StatusOr<size_t> Read(char* out, size_t size) override {
    const size_t count = std::min(size, bytes_.size() - at_);
    std::copy_n(bytes_.data() + at_, count, out);
    at_ += count;
    return count;
  }

 private:
  std::string bytes_;
  size_t at_ = 0;
};

constexpr uint64_t kCall = 0x0123456789ABCDEF;

class CheckpointTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = ::testing::TempDir() + "checkpoint_XXXXXX";
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
  }
  void TearDown() override { fs::remove_all(folder_); }

  std::string Path() const { return (folder_ / "stage.checkpoint").native(); }

  template <typename Result>
  std::string Save(const Result& result) {
    fs::remove(Path());
    auto writer = CheckpointWriter::Create(Path(), "stage", kCall);
    EXPECT_TRUE(writer.ok()) << writer.status();
    EXPECT_FALSE(fs::exists(Path()));
    Fields(*writer, result);
    EXPECT_TRUE(writer->Finish().ok());
    EXPECT_FALSE(fs::exists(Path() + ".new"));
    std::ifstream in(Path(), std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(in), {});
  }

  template <typename Result>
  static absl::Status Load(const std::string& bytes, Result* result) {
    auto reader =
        CheckpointReader::Open("f", std::make_unique<BytesSource>(bytes),
                               bytes.size(), "stage", kCall);
    if (!reader.ok()) return reader.status();
    Fields(*reader, *result);
    return reader->Finish();
  }

  template <typename Result>
  void RoundTrip() {
    Result made;
    Maker().Fill(&made);
    const std::string bytes = Save(made);
    Result read;
    const absl::Status status = Load(bytes, &read);
    ASSERT_TRUE(status.ok()) << status;
    EXPECT_TRUE(Same(made, read));
    Result empty;
    ASSERT_TRUE(Load(Save(empty), &read).ok());
    EXPECT_TRUE(Same(empty, read)) << "what was there before stays";
    RefuseDamage<Result>(bytes);
  }

  // Every place cut off, every bit turned round, a byte too many.
  template <typename Result>
  void RefuseDamage(const std::string& bytes) {
    Result read;
    const auto expect_refused = [&](const std::string& damaged, size_t at) {
      const absl::Status status = Load(damaged, &read);
      ASSERT_EQ(status.code(), absl::StatusCode::kDataLoss) << at;
      ASSERT_TRUE(status.message().substr(0, 3) == "f: ") << status;
      ASSERT_NE(std::string(status.message()).find("expected"),
                std::string::npos)
          << status;
    };
    for (size_t size = 0; size < bytes.size(); ++size) {
      expect_refused(bytes.substr(0, size), size);
    }
    for (size_t bit = 0; bit < 8 * bytes.size(); ++bit) {
      std::string damaged = bytes;
      damaged[bit / 8] = static_cast<char>(damaged[bit / 8] ^ (1 << bit % 8));
      expect_refused(damaged, bit / 8);
    }
    expect_refused(bytes + '\0', bytes.size());
  }

  fs::path folder_;
};

TEST_F(CheckpointTest, Furniture) { RoundTrip<tikrar::Furniture>(); }
TEST_F(CheckpointTest, Pairs) { RoundTrip<StoredVector<VerifiedPair>>(); }
TEST_F(CheckpointTest, Quotations) { RoundTrip<QuoteUnit>(); }
TEST_F(CheckpointTest, Passages) { RoundTrip<PassageUnit>(); }
TEST_F(CheckpointTest, Audit) { RoundTrip<AuditFigure>(); }

TEST_F(CheckpointTest, Inputs) {
  const std::vector<InputRow> made = {{"a.jsonl", 1, 2, 3, 4, "in/a.jsonl"},
                                      {"ب.csv", 5, 6, 7, 8, "ب.csv"}};
  auto writer = CheckpointWriter::Create(Path(), "stage", kCall);
  Records(*writer, made);
  ASSERT_TRUE(writer->Finish().ok());
  auto reader = CheckpointReader::Open(Path(), "stage", kCall);
  ASSERT_TRUE(reader.ok());
  std::vector<InputRow> read;
  Records(*reader, read);
  ASSERT_TRUE(reader->Finish().ok());
  EXPECT_TRUE(Same(made, read));
}

// The bytes of the format, as FORMAT.md gives them.
TEST_F(CheckpointTest, IsAsDocumented) {
  StoredVector<VerifiedPair> pairs;
  pairs.push_back({1, 2, {Ground::kJaccard, 0.5, 1, true}});
  const std::string bytes = Save(pairs);
  const std::string payload =
      std::string("\5\0\0\0\0\0\0\0stage", 13) +
      std::string("\xEF\xCD\xAB\x89\x67\x45\x23\x01", 8) +
      std::string("\1\0\0\0\0\0\0\0", 8) +
      std::string("\1\0\0\0\2\0\0\0\2", 9) +
      std::string("\0\0\0\0\0\0\xE0\x3F\0\0\0\0\0\0\xF0\x3F\1", 17);
  EXPECT_EQ(bytes.substr(0, 12), std::string("tikrarCP\1\0\0\0", 12));
  EXPECT_EQ(
      bytes.substr(12, 4),
      std::string(1, static_cast<char>(payload.size())) + std::string(3, '\0'));
  EXPECT_EQ(bytes.substr(24, payload.size()), payload);
  EXPECT_EQ(bytes.size(), 24 + payload.size() + 12);
  EXPECT_EQ(bytes.substr(24 + payload.size(), 4), std::string(4, '\0'));
}

// More than a block, and in a store.
TEST_F(CheckpointTest, LargeOnesStream) {
  auto store = Store::Create(
      {.folder = folder_.native(), .memory_bytes = uint64_t{64} << 20});
  ASSERT_TRUE(store.ok());
  constexpr uint32_t kPairs = 300'000;
  StoredVector<VerifiedPair> made(store->get());
  for (uint32_t i = 0; i < kPairs; ++i) {
    made.push_back({i, i + 1, {Ground::kExact, 1.0 / (i + 1), 1, i % 3 == 0}});
  }
  const std::string bytes = Save(made);
  EXPECT_GT(bytes.size(), 7 * kCheckpointBlockBytes);
  StoredVector<VerifiedPair> read(store->get());
  ASSERT_TRUE(Load(bytes, &read).ok());
  EXPECT_TRUE(Same(made, read));
  EXPECT_EQ(read.get_allocator().store(), store->get());
  // Blocks that change places are not what was written.
  std::string swapped = bytes;
  const size_t block = kCheckpointBlockBytes + 12;
  std::swap_ranges(swapped.begin() + 100, swapped.begin() + 200,
                   swapped.begin() + 100 + static_cast<ptrdiff_t>(block));
  EXPECT_EQ(Load(swapped, &read).code(), absl::StatusCode::kDataLoss);
}

TEST_F(CheckpointTest, LongTextsGoOverBlocks) {
  tikrar::Furniture made;
  made.templates.resize(3);
  made.templates[0].text = std::string(kCheckpointBlockBytes - 60, 'a');
  made.templates[1].text = std::string(3 * kCheckpointBlockBytes, 'b');
  made.templates[2].text = "c";
  tikrar::Furniture read;
  ASSERT_TRUE(Load(Save(made), &read).ok());
  EXPECT_TRUE(Same(made, read));
}

TEST_F(CheckpointTest, SaysWhatIsWrongAndWhere) {
  StoredVector<VerifiedPair> pairs;
  Maker().Fill(&pairs);
  const std::string bytes = Save(pairs);
  const auto error = [&](const std::string& damaged) {
    return std::string(Load(damaged, &pairs).message());
  };
  EXPECT_EQ(error("{\"text\":\"\"}..."),
            "f: is no checkpoint at offset 0, expected 'tikrarCP'");
  EXPECT_EQ(error(bytes.substr(0, 30)),
            "f: ends at offset 30, expected the rest of its block");
  EXPECT_EQ(error(bytes.substr(0, bytes.size() - 12)),
            "f: ends at offset " + std::to_string(bytes.size() - 12) +
                ", expected a block");
  std::string other = bytes;
  other[8] = 2;
  EXPECT_EQ(error(other), "f: has format 2 at offset 8, expected 1");
  other = bytes;
  other[40] = static_cast<char>(other[40] ^ 1);
  EXPECT_THAT(error(other), HasSubstr("f: block at offset 12 has checksum "));
  const auto open = [&](std::string_view stage, uint64_t call) {
    return std::string(
        CheckpointReader::Open(Path(), stage, call).status().message());
  };
  EXPECT_EQ(open("blocks", kCall),
            Path() + ": is of stage 'stage', expected 'blocks'");
  EXPECT_EQ(open("stage", 1), Path() +
                                  ": is of call 0123456789abcdef, expected "
                                  "0000000000000001");
}

// Checksums that are right are no proof that the values are.
TEST_F(CheckpointTest, ACountThatCannotBeIsNotBelieved) {
  auto writer = CheckpointWriter::Create(Path(), "stage", kCall);
  writer->Value(uint64_t{1} << 60);
  ASSERT_TRUE(writer->Finish().ok());
  auto reader = CheckpointReader::Open(Path(), "stage", kCall);
  StoredVector<VerifiedPair> pairs;
  Fields(*reader, pairs);
  EXPECT_THAT(std::string(reader->Finish().message()),
              HasSubstr("is damaged before offset 53, expected a count of at "
                        "most 0"));
  EXPECT_TRUE(pairs.empty());
}

// What a stage behind relies on, one thing wrong at a time.
class WrongInTest : public ::testing::Test {
 protected:
  void SetUp() override {
    for (uint32_t i = 0; i < 3; ++i) {
      Document document;
      document.text = text_;
      corpus_.documents.emplace_back().document = document;
      Item item;
      item.doc = i;
      item.token_count = 4;
      corpus_.document_items.items.push_back(item);
    }
  }

  static VerifiedPair Pair(uint32_t a, uint32_t b) {
    return {a, b, {Ground::kExact, 1, 1, false}};
  }

  const std::string text_ = "كلمة كلمة كلمة كلمة";
  const uint32_t size_ = static_cast<uint32_t>(text_.size());
  Corpus corpus_;
};

TEST_F(WrongInTest, Furniture) {
  tikrar::Furniture good_furniture;
  good_furniture.templates = {{"x", 0, 2, 3, Role::kMenu, false}};
  good_furniture.spans = {{0, {0, 4}, 0, 1, false, Role::kMenu, 0, 0.5},
                          {0, {4, 9}, 1, 2, true, Role::kMenu, kNoTemplate, 1}};
  EXPECT_EQ(WrongIn(good_furniture, corpus_), "");
  auto furniture = good_furniture;
  furniture.spans[1].doc = 3;
  EXPECT_NE(WrongIn(furniture, corpus_), "");
  furniture = good_furniture;
  furniture.spans[1].range.end = size_ + 1;
  EXPECT_NE(WrongIn(furniture, corpus_), "");
  furniture = good_furniture;
  furniture.spans[1].range.begin = 3;
  EXPECT_EQ(WrongIn(furniture, corpus_), "furniture in order");
  furniture = good_furniture;
  furniture.spans[0].template_index = 1;
  EXPECT_NE(WrongIn(furniture, corpus_), "");
}

TEST_F(WrongInTest, Pairs) {
  const auto wrong_pairs = [](std::vector<VerifiedPair> pairs) {
    return WrongIn(absl::MakeConstSpan(pairs), 3);
  };
  EXPECT_EQ(wrong_pairs({Pair(0, 1), Pair(0, 2), Pair(1, 2)}), "");
  EXPECT_NE(wrong_pairs({Pair(1, 1)}), "");
  EXPECT_NE(wrong_pairs({Pair(1, 3)}), "");
  EXPECT_EQ(wrong_pairs({Pair(0, 2), Pair(0, 2)}), "pairs in order");
  EXPECT_NE(wrong_pairs({{0, 1, {Ground::kExact, -1, 1, false}}}), "");
  EXPECT_NE(wrong_pairs({{0, 1, {}}}), "");
}

TEST_F(WrongInTest, Quotations) {
  QuoteUnit quotes;
  quotes.found.members.push_back({0, 0, 4, true, true, 4, 1, 1});
  quotes.found.members.push_back({2, 0, 4, true, true, 4, 1, 1});
  quotes.found.families.push_back({0, 0, 2, 2});
  quotes.ranges = {{0, size_}, {0, size_}};
  EXPECT_EQ(WrongIn(quotes, corpus_), "");
  quotes.found.families[0].representative = 2;
  EXPECT_EQ(WrongIn(quotes, corpus_), "families of quotations");
  quotes.found.families[0] = {0, 0, 3, 2};
  EXPECT_NE(WrongIn(quotes, corpus_), "");
  quotes.found.families[0] = {0, 0, 2, 2};
  quotes.found.members[1].end = 5;
  EXPECT_NE(WrongIn(quotes, corpus_), "");
  quotes.ranges.pop_back();
  EXPECT_EQ(WrongIn(quotes, corpus_), "a range for each quotation");
}

TEST_F(WrongInTest, Passages) {
  const auto make_good = [this] {
    PassageUnit good;
    good.matches.push_back({{0, 0, 4}, {1, 0, 4}, 4, true});
    good.stretches.push_back({{0, 0, 4}, {0, size_}, 0});
    good.stretches.push_back({{1, 0, 4}, {0, size_}, 1});
    good.a_stretch = {0};
    good.b_stretch = {1};
    good.block = {5};
    good.joins_center = {true};
    good.nodes = {0, 1};
    good.pairs.push_back(Pair(0, 1));
    good.common.push_back({{2, 1, 3}, 9});
    return good;
  };
  EXPECT_EQ(WrongIn(make_good(), corpus_, 6), "");
  EXPECT_EQ(WrongIn(make_good(), corpus_, 5), "blocks by their numbers");
  const auto wrong = [&](auto change) {
    PassageUnit unit = make_good();
    change(&unit);
    return WrongIn(unit, corpus_, 6);
  };
  using Unit = PassageUnit*;
  EXPECT_NE(wrong([](Unit u) { u->a_stretch[0] = 2; }), "");
  EXPECT_NE(wrong([](Unit u) { u->b_stretch.clear(); }), "");
  EXPECT_NE(wrong([](Unit u) { u->nodes[1] = 2; }), "");
  EXPECT_NE(wrong([](Unit u) { u->stretches[1].node = 2; }), "");
  EXPECT_NE(wrong([](Unit u) { u->stretches[1].range.end += 1; }), "");
  EXPECT_NE(wrong([](Unit u) { u->stretches[1].side.end += 1; }), "");
  EXPECT_NE(wrong([](Unit u) { u->matches[0].b.doc = 3; }), "");
  EXPECT_NE(wrong([](Unit u) { u->matches[0].common_tokens = 5; }), "");
  EXPECT_NE(wrong([](Unit u) { u->pairs[0].b = 2; }), "");
  EXPECT_NE(wrong([](Unit u) { u->common[0].example.begin = 3; }), "");
}

}  // namespace
}  // namespace tikrar
