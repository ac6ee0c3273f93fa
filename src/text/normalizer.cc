#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <bit>
#include <cstring>
#include <string>

#include "base/kernels/kernels.h"
#include "base/status_macros.h"
#include "text/normalizer_table.h"
#include "text/repair.h"
#include "text/sourced_text.h"
#include "text/token_builder.h"
#include "tikrar/text.h"

namespace tikrar {
namespace {

constexpr std::string_view kProfileNames[] = {"strict", "standard",
                                              "aggressive"};

// Strict keeps marks, so they must come in canonical order, and a tatweel
// outside words may stand between a mark and its letter. Sees every unit but
// plain letters; false sends the line over the slow path.
class MarkOrder {
 public:
  bool Accepts(Unit unit, bool in_word) {
    switch (ClassOf(unit)) {
      case UnitClass::kArabicMark: {
        const uint8_t mark_class =
            u_getCombiningClass(static_cast<UChar32>(CharOf(unit)));
        if (mark_class != 0 && mark_class < last_class_) return false;
        last_class_ = mark_class;
        return true;
      }
      case UnitClass::kTatweel:
        return in_word;
      case UnitClass::kDrop:
        return true;
      default:
        last_class_ = 0;
        return true;
    }
  }
  void Reset() { last_class_ = 0; }

 private:
  uint8_t last_class_ = 0;
};

// Writes the tokens of a line straight from its UTF-8. Returns false at a
// character that needs the slow path; what was written is then to be undone.
template <bool kMapBytes>
class FastPath {
 public:
  FastPath(std::string_view line, Profile profile, uint32_t source_begin,
           NormalizedText* out)
      : line_(line),
        profile_(profile),
        table_(NormalizerTable::Get(profile)),
        builder_(profile, source_begin, out) {}

  bool Run() {
    const auto size = static_cast<uint32_t>(line_.size());
    builder_.Reserve(RoomFor(size));
    for (uint32_t i = 0; i < size;) {
      if constexpr (!kMapBytes) {
        if (builder_.IsBetweenWords()) i = CopyWords(i);
      }
      if (i < size && !PushWord(&i)) return false;
    }
    builder_.Finish();
    return true;
  }

 private:
  // Plain words and what stands between them.
  uint32_t CopyWords(uint32_t i) {
    const uint32_t end = builder_.CopyWords(line_, i, table_, &words_);
    if (end > i) marks_.Reset();
    return end;
  }

  // One character, and the plain letters of its word before it.
  bool PushWord(uint32_t* i) {
    if (builder_.InWord()) {
      const uint32_t end = builder_.CopyWord(line_, *i, table_);
      if (end > *i) marks_.Reset();
      *i = end;
      if (end == line_.size()) return true;
    }
    return PushNext(i);
  }

  bool PushNext(uint32_t* i) {
    const uint32_t begin = *i;
    const uint32_t c = Next(i);
    const Unit unit = c < 0x800 ? table_.Short(c) : UnitOf(c);
    return PushUnit(unit, c, begin, *i);
  }

  bool is_strict() const { return profile_ == Profile::kStrict; }

  // Without expansions a character never doubles its size; the rest is for
  // a '|' at the front.
  static size_t RoomFor(size_t bytes) { return 2 * bytes + 8; }

  uint32_t Next(uint32_t* i) const {
    const auto lead = static_cast<uint8_t>(line_[*i]);
    if (lead < 0x80) {
      ++*i;
      return lead;
    }
    UChar32 c;
    U8_NEXT_OR_FFFD(line_.data(), *i, line_.size(), c);
    return static_cast<uint32_t>(c);
  }

  Unit UnitOf(uint32_t c) const {
    return c < NormalizerTable::kFirstUntabled
               ? table_.Long(c)
               : MakeUnit(UnitClass::kExpand, kUnitCharMask);
  }

  bool PushUnit(Unit unit, uint32_t c, uint32_t begin, uint32_t end) {
    if (ClassOf(unit) < UnitClass::kExpand) return PushOne(unit, begin, end);
    if (ClassOf(unit) == UnitClass::kReorder) return false;
    if (CharOf(unit) == kUnitCharMask) return PushUntabled(c, begin, end);
    uint32_t count;
    const Unit* units = table_.Expansion(unit, &count);
    return PushAll(units, count, begin, end);
  }

  bool PushUntabled(uint32_t c, uint32_t begin, uint32_t end) {
    std::vector<Unit> units;
    return AppendTableUnits(c, profile_, &units) &&
           PushAll(units.data(), units.size(), begin, end);
  }

  bool PushAll(const Unit* units, size_t count, uint32_t begin, uint32_t end) {
    builder_.Reserve(5 * count + RoomFor(line_.size() - end));
    for (size_t k = 0; k < count; ++k) {
      if (!PushOne(units[k], begin, end)) return false;
    }
    return true;
  }

  bool PushOne(Unit unit, uint32_t begin, uint32_t end) {
    if (is_strict() && !marks_.Accepts(unit, builder_.InWord())) {
      return false;
    }
    builder_.Push(unit, begin, end);
    return true;
  }

  const std::string_view line_;
  const Profile profile_;
  const NormalizerTable& table_;
  TokenBuilder<kMapBytes> builder_;
  MarkOrder marks_;
  kernels::WordRun words_;
};

template <bool kMapBytes>
void RunSlowPath(std::string_view line, Profile profile, uint32_t source_begin,
                 NormalizedText* out) {
  SourcedText text;
  PrepareLine(line, profile, &text);
  TokenBuilder<kMapBytes> builder(profile, source_begin, out);
  builder.Reserve(2 * line.size());
  const NormalizerTable& table = NormalizerTable::Get(profile);
  std::vector<Unit> units;
  for (const SourcedChar& next : text) {
    units.clear();
    const Unit known = IsUnchanged(next.c) ? table.Short(next.c)
                                           : MakeUnit(UnitClass::kReorder, 0);
    if (ClassOf(known) < UnitClass::kExpand) {
      units.push_back(known);
    } else {
      AppendUnits(next.c, profile, &units);
    }
    builder.Reserve(5 * units.size());
    for (Unit unit : units) {
      builder.Push(unit, next.source.begin, next.source.end);
    }
  }
  builder.Finish();
}

template <bool kMapBytes>
void AppendTokens(std::string_view line, Profile profile, uint32_t source_begin,
                  NormalizedText* out) {
  const size_t compact_size = out->compact.size();
  const size_t token_count = out->tokens.size();
  if (FastPath<kMapBytes>(line, profile, source_begin, out).Run()) return;
  out->compact.resize(compact_size);
  out->tokens.resize(token_count);
  if (kMapBytes) out->byte_sources.resize(compact_size);
  RunSlowPath<kMapBytes>(line, profile, source_begin, out);
}

// The stretch of the damaged text behind a stretch of the repaired one.
TextRange SourceBehind(const RepairedText& repaired, TextRange range) {
  const auto& sources = repaired.byte_sources;
  if (range.begin == range.end) {
    const uint32_t at = range.begin < sources.size()
                            ? sources[range.begin].begin
                            : sources.back().end;
    return {at, at};
  }
  return {sources[range.begin].begin, sources[range.end - 1].end};
}

}  // namespace

std::string_view ProfileName(Profile profile) {
  return kProfileNames[static_cast<size_t>(profile)];
}

absl::StatusOr<Profile> ParseProfile(std::string_view name) {
  for (Profile profile :
       {Profile::kStrict, Profile::kStandard, Profile::kAggressive}) {
    if (name == ProfileName(profile)) return profile;
  }
  std::string what = "expected strict, standard or aggressive, got '";
  what.append(name).append("'");
  return MakeStatus(absl::StatusCode::kInvalidArgument, "profile", what);
}

void NormalizedText::Clear() {
  compact.clear();
  tokens.clear();
  byte_sources.clear();
}

std::string NormalizedText::Joined(size_t first, size_t last) const {
  std::string joined;
  if (first < last) {
    joined.reserve(tokens[last - 1].end - tokens[first].begin + last - first);
  }
  for (size_t i = first; i < last; ++i) {
    if (i > first) joined.push_back(' ');
    joined.append(TokenText(i));
  }
  return joined;
}

absl::StatusOr<Normalizer> Normalizer::Create(const NormalizeOptions& options) {
  if (options.profile > Profile::kAggressive) {
    return MakeStatus(absl::StatusCode::kInvalidArgument, "profile",
                      "expected 0 to 2, got " +
                          std::to_string(static_cast<int>(options.profile)));
  }
  NormalizerTable::Get(options.profile);  // not in the first Append
  return Normalizer(options);
}

void Normalizer::Normalize(std::string_view text, NormalizedText* out) const {
  out->Clear();
  std::vector<TextRange> lines;
  SplitLines(text, &lines);
  for (TextRange line : lines) Append(line.In(text), line.begin, out);
}

void Normalizer::Append(std::string_view line, uint32_t source_offset,
                        NormalizedText* out) const {
  const size_t compact_size = out->compact.size();
  const size_t token_count = out->tokens.size();
  RepairedText repaired;
  const bool is_repaired = NeedsRepair(line) && Repair(line, &repaired);
  if (is_repaired) line = repaired.text;
  // Sources in repaired text are found first and shifted then.
  const uint32_t shift = is_repaired ? 0 : source_offset;
  if (options_.map_bytes) {
    AppendTokens<true>(line, options_.profile, shift, out);
  } else {
    AppendTokens<false>(line, options_.profile, shift, out);
  }
  const auto place = [&](TextRange* range) {
    if (is_repaired) *range = SourceBehind(repaired, *range);
    range->begin += source_offset;
    range->end += source_offset;
  };
  for (size_t i = token_count; is_repaired && i < out->tokens.size(); ++i) {
    place(&out->tokens[i].source);
  }
  for (size_t i = compact_size; i < out->byte_sources.size(); ++i) {
    place(&out->byte_sources[i]);
  }
}

}  // namespace tikrar
