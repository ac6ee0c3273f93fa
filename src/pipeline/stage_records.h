// What stages found, field by field: the one list of fields that a checkpoint
// is written by and read by. The order is the format (FORMAT.md): whoever
// changes it here raises kCheckpointFormat.
//
// Io is a CheckpointWriter, which takes what it is given, or a
// CheckpointReader, which fills it.

#ifndef TIKRAR_PIPELINE_STAGE_RECORDS_H_
#define TIKRAR_PIPELINE_STAGE_RECORDS_H_

#include <concepts>
#include <cstdint>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "pipeline/checkpoint_file.h"
#include "pipeline/passages.h"
#include "pipeline/quotes.h"
#include "tikrar/classify.h"
#include "tikrar/cluster.h"
#include "tikrar/run.h"

namespace tikrar {

// T is U or const U.
template <typename T, typename U>
concept RecordOf = std::same_as<std::remove_const_t<T>, U>;

template <typename Io, RecordOf<TextRange> T>
void Fields(Io& io, T& range) {
  io.Value(range.begin);
  io.Value(range.end);
}

template <typename Io, RecordOf<InputRow> T>
void Fields(Io& io, T& input) {
  io.Text(input.path);
  io.Value(input.bytes);
  io.Value(input.xxh3);
  io.Value(input.documents);
  io.Value(input.skipped);
  io.Text(input.file);
}

template <typename Io, RecordOf<std::pair<std::string, std::string>> T>
void Fields(Io& io, T& value) {
  io.Text(value.first);
  io.Text(value.second);
}

template <typename Io, RecordOf<FurnitureTemplate> T>
void Fields(Io& io, T& found) {
  io.Text(found.text);
  io.Value(found.source);
  io.Value(found.documents);
  io.Value(found.source_documents);
  io.Enum(found.role, Role::kOther);
  io.Flag(found.is_related);
}

template <typename Io, RecordOf<FurnitureSpan> T>
void Fields(Io& io, T& span) {
  io.Value(span.doc);
  Fields(io, span.range);
  io.Value(span.token_begin);
  io.Value(span.token_end);
  io.Flag(span.is_related);
  io.Enum(span.role, Role::kOther);
  io.Value(span.template_index);
  io.Value(span.score);
}

template <typename Io, RecordOf<VerifiedPair> T>
void Fields(Io& io, T& pair) {
  io.Value(pair.a);
  io.Value(pair.b);
  io.Enum(pair.verdict.ground, Ground::kOneWord);
  io.Value(pair.verdict.jaccard);
  io.Value(pair.verdict.containment);
  io.Flag(pair.verdict.first_inside);
}

template <typename Io, RecordOf<AuditFigure> T>
void Fields(Io& io, T& figure) {
  io.Value(figure.sampled);
  io.Value(figure.expected);
  io.Value(figure.found);
  io.Value(figure.recall);
  io.Value(figure.lower);
  io.Value(figure.upper);
}

template <typename Io, RecordOf<QuoteFamily> T>
void Fields(Io& io, T& family) {
  io.Value(family.representative);
  io.Value(family.first_member);
  io.Value(family.member_end);
  io.Value(family.documents);
}

template <typename Io, RecordOf<QuoteMember> T>
void Fields(Io& io, T& member) {
  io.Value(member.doc);
  io.Value(member.begin);
  io.Value(member.end);
  io.Flag(member.has_marks);
  io.Flag(member.has_frame);
  io.Value(member.common_tokens);
  io.Value(member.containment);
  io.Value(member.jaccard);
}

template <typename Io, RecordOf<PassageSide> T>
void Fields(Io& io, T& side) {
  io.Value(side.doc);
  io.Value(side.begin);
  io.Value(side.end);
}

template <typename Io, RecordOf<PassageMatch> T>
void Fields(Io& io, T& match) {
  Fields(io, match.a);
  Fields(io, match.b);
  io.Value(match.common_tokens);
  io.Flag(match.in_order);
}

template <typename Io, RecordOf<PassageStretch> T>
void Fields(Io& io, T& stretch) {
  Fields(io, stretch.side);
  Fields(io, stretch.range);
  io.Value(stretch.node);
}

template <typename Io, RecordOf<CommonGram> T>
void Fields(Io& io, T& gram) {
  Fields(io, gram.example);
  io.Value(gram.documents);
}

template <typename Io, typename T>
requires CheckpointNumber<std::remove_const_t<T>>
void Fields(Io& io, T& number) { io.Value(number); }

// Adds up the bytes of a record without its texts.
class RecordCounter {
 public:
  template <typename T>
  void Value(const T&) {
    bytes_ += sizeof(T);
  }
  void Flag(bool) { ++bytes_; }
  template <typename T>
  void Enum(T, T) {
    bytes_ += sizeof(T);
  }
  void Text(const std::string&) { bytes_ += sizeof(uint64_t); }

  uint64_t bytes() const { return bytes_; }

 private:
  uint64_t bytes_ = 0;
};

template <typename T>
uint64_t RecordBytes() {
  RecordCounter counter;
  const T record{};
  Fields(counter, record);
  return counter.bytes();
}

// Empties the vector and leaves its store.
template <typename Vector>
void MakeEmpty(Vector* vector) {
  *vector = Vector(vector->get_allocator());
}

// A std::vector or StoredVector: how many, then each.
template <typename Io, typename Vector>
void Records(Io& io, Vector& records) {
  using T = typename Vector::value_type;
  if constexpr (Io::kReads) {
    const uint64_t count = io.Count(RecordBytes<T>());
    MakeEmpty(&records);
    records.reserve(count);
    for (uint64_t i = 0; i < count && io.ok(); ++i) {
      T record{};
      Fields(io, record);
      records.push_back(std::move(record));
    }
  } else {
    io.Value(static_cast<uint64_t>(records.size()));
    for (const T& record : records) Fields(io, record);
  }
}

template <typename Io, RecordOf<std::vector<bool>> T>
void Flags(Io& io, T& flags) {
  if constexpr (Io::kReads) {
    flags.assign(io.Count(1), false);
    for (size_t i = 0; i < flags.size() && io.ok(); ++i) {
      bool flag = false;
      io.Flag(flag);
      flags[i] = flag;
    }
  } else {
    io.Value(static_cast<uint64_t>(flags.size()));
    for (const bool flag : flags) io.Flag(flag);
  }
}

template <typename Io, RecordOf<Furniture> T>
void Fields(Io& io, T& furniture) {
  Records(io, furniture.templates);
  Records(io, furniture.spans);
}

template <typename Io, RecordOf<StoredVector<VerifiedPair>> T>
void Fields(Io& io, T& pairs) {
  Records(io, pairs);
}

template <typename Io, RecordOf<QuoteUnit> T>
void Fields(Io& io, T& unit) {
  Records(io, unit.found.families);
  Records(io, unit.found.members);
  Records(io, unit.ranges);
}

// But for the stars, which follow from the rest.
template <typename Io, RecordOf<PassageUnit> T>
void Fields(Io& io, T& unit) {
  Records(io, unit.matches);
  Records(io, unit.stretches);
  Records(io, unit.a_stretch);
  Records(io, unit.b_stretch);
  Records(io, unit.block);
  Flags(io, unit.joins_center);
  Records(io, unit.nodes);
  Records(io, unit.pairs);
  Records(io, unit.common);
}

// What must be true of a stage's result, whoever wrote it, so that the stages
// behind it can rely on it. Say `what is expected`, or "".
std::string_view WrongIn(const Furniture& furniture, const Corpus& corpus);
std::string_view WrongIn(absl::Span<const VerifiedPair> pairs, size_t items);
std::string_view WrongIn(const QuoteUnit& unit, const Corpus& corpus);
std::string_view WrongIn(const PassageUnit& unit, const Corpus& corpus,
                         size_t unique_blocks);

}  // namespace tikrar

#endif  // TIKRAR_PIPELINE_STAGE_RECORDS_H_
