// Any bytes as checkpoints: either the reader says what is wrong, with the
// place, or what it returns is inside of the corpus and is written again as it
// was read.
//
// The first byte of the input chooses the stage and whether the rest is the
// file itself or what a writer is given: values behind right checksums, which
// no mutation would find.

#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "fuzz/fuzz_target.h"
#include "pipeline/checkpoint_file.h"
#include "pipeline/stage_records.h"

namespace tikrar {
namespace {

constexpr uint64_t kCall = 7;
constexpr size_t kDocuments = 3;
constexpr size_t kBlocks = 5;

class BytesSource : public ByteSource {
 public:
  explicit BytesSource(std::string_view bytes) : bytes_(bytes) {}
  absl::StatusOr<size_t> Read(char* out, size_t size) override {
    const size_t count = std::min(size, bytes_.size() - at_);
    std::copy_n(bytes_.data() + at_, count, out);
    at_ += count;
    return count;
  }

 private:
  std::string_view bytes_;
  size_t at_ = 0;
};

// As CheckpointWriter frames them, into memory.
std::string Framed(std::string_view values) {
  std::string head;
  const auto add = [](auto number, std::string* out) {
    out->append(reinterpret_cast<const char*>(&number), sizeof number);
  };
  add(uint64_t{5}, &head);
  head += "stage";
  add(kCall, &head);
  head += values;
  std::string file(kCheckpointMagic);
  add(kCheckpointFormat, &file);
  uint64_t index = 0;
  for (const std::string_view block : {std::string_view(head), {}}) {
    add(static_cast<uint32_t>(block.size()), &file);
    add(CheckpointBlockChecksum(block, index++), &file);
    file += block;
  }
  return file;
}

const Corpus& SmallCorpus() {
  static const Corpus* const corpus = [] {
    static const std::string text = "كلمة واحدة ثم كلمة أخرى";
    auto* made = new Corpus();
    for (uint32_t i = 0; i < kDocuments; ++i) {
      Document document;
      document.text = text;
      made->documents.emplace_back().document = document;
      Item item;
      item.doc = i;
      item.token_count = 5;
      made->document_items.items.push_back(item);
    }
    return made;
  }();
  return *corpus;
}

absl::StatusOr<CheckpointReader> Open(const std::string& bytes) {
  return CheckpointReader::Open("f", std::make_unique<BytesSource>(bytes),
                                bytes.size(), "stage", kCall);
}

void RequirePlace(const absl::Status& status) {
  Require(status.code() == absl::StatusCode::kDataLoss);
  const std::string message(status.message());
  Require(message.starts_with("f: "));
  Require(message.find("expected") != std::string::npos);
}

// What the record holds, behind the head.
template <typename Result>
class Values {
 public:
  explicit Values(const Result& result) { Fields(*this, result); }

  static constexpr bool kReads = false;
  template <CheckpointNumber T>
  void Value(const T& value) {
    bytes_.append(reinterpret_cast<const char*>(&value), sizeof value);
  }
  void Flag(bool value) { Value(static_cast<uint8_t>(value)); }
  template <typename T>
  void Enum(T value, T) {
    Value(static_cast<uint8_t>(value));
  }
  void Text(std::string_view text) {
    Value(static_cast<uint64_t>(text.size()));
    bytes_ += text;
  }

  const std::string& bytes() const { return bytes_; }

 private:
  std::string bytes_;
};

// Uses what was read as the stages behind it do.
void Use(const Furniture& furniture) {
  for (const FurnitureSpan& span : furniture.spans) {
    SmallCorpus().documents.at(span.doc).document.text.substr(
        span.range.begin, span.range.size());
    if (span.template_index != kNoTemplate) {
      Require(span.template_index < furniture.templates.size());
    }
  }
}
void Use(const StoredVector<VerifiedPair>& pairs) {
  for (const VerifiedPair& pair : pairs) Require(pair.b < kBlocks);
}
void Use(const QuoteUnit& unit) {
  for (const QuoteFamily& family : unit.found.families) {
    Require(unit.found.members.at(family.representative).doc < kDocuments);
    for (const QuoteMember& member : unit.found.MembersOf(family)) {
      Require(member.doc < kDocuments);
    }
  }
}
void Use(PassageUnit& unit) {
  GroupNodes(&unit);
  for (size_t i = 0; i < unit.matches.size(); ++i) {
    Require(unit.stretches.at(unit.a_stretch[i]).side.doc < kDocuments);
    Require(unit.nodes.at(unit.stretches.at(unit.b_stretch[i]).node) <
            unit.stretches.size());
  }
}

template <typename Result, typename IsWrong>
void Fuzz(std::string_view bytes, bool is_file, const IsWrong& is_wrong) {
  const std::string file = is_file ? std::string(bytes) : Framed(bytes);
  absl::StatusOr<CheckpointReader> reader = Open(file);
  if (!reader.ok()) return RequirePlace(reader.status());
  Result result;
  Fields(*reader, result);
  const absl::Status status = reader->Finish();
  if (!status.ok()) return RequirePlace(status);
  if (!is_wrong(result).empty()) return;
  Use(result);
  if (!is_file) Require(Values<Result>(result).bytes() == bytes);
}

}  // namespace
}  // namespace tikrar

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace tikrar;
  if (size == 0) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1,
                               size - 1);
  const bool is_file = data[0] % 2 == 0;
  switch (data[0] / 2 % 4) {
    case 0:
      Fuzz<Furniture>(bytes, is_file, [](const Furniture& furniture) {
        return WrongIn(furniture, SmallCorpus());
      });
      break;
    case 1:
      Fuzz<StoredVector<VerifiedPair>>(
          bytes, is_file, [](const StoredVector<VerifiedPair>& pairs) {
            return WrongIn(pairs, kBlocks);
          });
      break;
    case 2:
      Fuzz<QuoteUnit>(bytes, is_file, [](const QuoteUnit& unit) {
        return WrongIn(unit, SmallCorpus());
      });
      break;
    default:
      Fuzz<PassageUnit>(bytes, is_file, [](const PassageUnit& unit) {
        return WrongIn(unit, SmallCorpus(), kBlocks);
      });
  }
  return 0;
}
