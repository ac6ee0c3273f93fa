// The N stream: canonical letters and canonical punctuation, for reading and
// for segmentation. Always over the slow path: N is made of what is shown,
// not of the corpus.

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include "text/char_rules.h"
#include "text/repair.h"
#include "text/sourced_text.h"
#include "tikrar/text.h"

namespace tikrar {
namespace {

bool IsDigit(char32_t c) { return '0' <= c && c <= '9'; }

// The rules for the characters that nearly all text consists of.
class ShortRules {
 public:
  static constexpr char32_t kEnd = 0x800;

  static const ShortRules& Get(Profile profile) {
    static const auto* const all = new std::array<ShortRules, 3>{
        ShortRules(Profile::kStrict), ShortRules(Profile::kStandard),
        ShortRules(Profile::kAggressive)};
    return (*all)[static_cast<size_t>(profile)];
  }

  LetterRule Letter(char32_t c) const {
    return c < kEnd ? letters_[c] : RuleForLetter(c, profile_);
  }
  char32_t Punctuation(char32_t c) const {
    return c < kEnd ? punctuation_[c] : CanonicalPunctuation(c);
  }

 private:
  explicit ShortRules(Profile profile) : profile_(profile) {
    for (char32_t c = 0; c < kEnd; ++c) {
      letters_[c] = RuleForLetter(c, profile);
      punctuation_[c] = CanonicalPunctuation(c);
    }
  }

  Profile profile_;
  std::array<LetterRule, kEnd> letters_;
  std::array<char32_t, kEnd> punctuation_;
};

// Steps 8 to 17 on a list of characters; the same rules as TokenBuilder.
class LetterStage {
 public:
  explicit LetterStage(Profile profile)
      : profile_(profile), rules_(ShortRules::Get(profile)) {}

  SourcedText Run(const SourcedText& text) {
    out_.reserve(text.size());
    for (const SourcedChar& next : text) Push(next);
    PlaceTatweel(/*joins_letter=*/false);
    if (profile_ == Profile::kAggressive) {
      std::erase_if(out_,
                    [](const SourcedChar& s) { return s.c == kHamzaChar; });
    }
    return std::move(out_);
  }

 private:
  void Push(const SourcedChar& next) {
    const LetterRule rule = rules_.Letter(next.c);
    switch (rule.action) {
      case LetterAction::kDrop:
        return;
      case LetterAction::kMark:
        return Extend(next.source);
      case LetterAction::kTatweel:
        return PushTatweel(next.source);
      case LetterAction::kSeat:
        return PushSeat(next.source);
      case LetterAction::kHamza:
        PlaceTatweel(/*joins_letter=*/true);
        return PushHamza(next.source);
      case LetterAction::kSpace:
      case LetterAction::kNewline:
      case LetterAction::kEmit:
        PlaceTatweel(IsArabicLetter(rule.c));
        out_.push_back({rule.c, next.source});
    }
  }

  bool LastIs(char32_t c, size_t back = 1) const {
    return out_.size() >= back && out_[out_.size() - back].c == c;
  }

  // A mark belongs to what it stands on, which may be a tatweel not yet placed.
  void Extend(TextRange source) {
    if (has_tatweel_) {
      tatweel_.end = source.end;
      return;
    }
    if (out_.empty() || out_.back().c == ' ' || out_.back().c == '\n') return;
    out_.back().source.end = source.end;
  }

  void PushTatweel(TextRange source) {
    if (InWord() && !has_tatweel_) return Extend(source);
    if (!has_tatweel_) tatweel_ = source;
    has_tatweel_ = true;
  }

  bool InWord() const {
    return !out_.empty() &&
           (IsArabicLetter(out_.back().c) || IsFoldableMark(out_.back().c));
  }

  // A tatweel that follows no letter is a dash unless a letter follows it.
  void PlaceTatweel(bool joins_letter) {
    if (has_tatweel_ && !joins_letter) {
      const char32_t dash = profile_ == Profile::kStrict ? '-' : ' ';
      out_.push_back({dash, tatweel_});
    }
    has_tatweel_ = false;
  }

  void PushHamza(TextRange source) {
    if (LastIs(kYehChar)) {
      out_.back().c = kHamzaChar;
      out_.back().source.end = source.end;
    } else {
      out_.push_back({kHamzaChar, source});
    }
  }

  void PushSeat(TextRange source) {
    if (has_tatweel_) return;
    Extend(source);
    if (!LastIs(kWawChar) && !LastIs(kYehChar)) return;
    if (LastIs(kYehChar, 2)) {
      out_[out_.size() - 2].source.end = source.end;
      out_.pop_back();
    }
    out_.back().c = kHamzaChar;
  }

  const Profile profile_;
  const ShortRules& rules_;
  SourcedText out_;
  TextRange tatweel_;
  bool has_tatweel_ = false;
};

// Replaces each run of two `from` by one `to`.
void FoldPairs(char32_t from, char32_t to, SourcedText* text) {
  size_t kept = 0;
  for (size_t i = 0; i < text->size(); ++i) {
    SourcedChar next = (*text)[i];
    if (next.c == from && i + 1 < text->size() && (*text)[i + 1].c == from) {
      ++i;
      next = {to, {next.source.begin, (*text)[i].source.end}};
    }
    (*text)[kept++] = next;
  }
  text->resize(kept);
}

void FoldArabicSeparators(SourcedText* text) {
  for (size_t i = 0; i < text->size(); ++i) {
    char32_t& c = (*text)[i].c;
    if (c != 0x66B && c != 0x66C) continue;
    const bool in_number = i > 0 && IsDigit((*text)[i - 1].c) &&
                           i + 1 < text->size() && IsDigit((*text)[i + 1].c);
    c = c == 0x66B && in_number ? '.' : ',';
  }
}

// Runs of full stops, also with single spaces inside, are one ellipsis.
void FoldEllipses(SourcedText* text) {
  constexpr char32_t kEllipsis = 0x2026;
  size_t kept = 0;
  for (size_t i = 0; i < text->size(); ++i) {
    SourcedChar next = (*text)[i];
    size_t last = i;
    while (next.c == '.') {
      size_t stop = last + 1;
      if (stop < text->size() && (*text)[stop].c == ' ') ++stop;
      if (stop >= text->size() || (*text)[stop].c != '.') break;
      last = stop;
    }
    if (last > i) {
      next = {kEllipsis, {next.source.begin, (*text)[last].source.end}};
      i = last;
    }
    (*text)[kept++] = next;
  }
  text->resize(kept);
}

void FoldPunctuation(Profile profile, SourcedText* text) {
  const ShortRules& rules = ShortRules::Get(profile);
  for (SourcedChar& next : *text) next.c = rules.Punctuation(next.c);
  FoldPairs('\'', '"', text);
  FoldPairs('<', '"', text);
  FoldPairs('>', '"', text);
  FoldArabicSeparators(text);
  FoldEllipses(text);
}

// Appends `text` with spaces collapsed and blank lines dropped.
void AppendCollapsed(const SourcedText& text, CanonicalText* out) {
  char32_t pending = out->text.empty() ? 0 : '\n';
  TextRange pending_source;
  bool has_source = false;
  const auto put = [out](char32_t c, TextRange source) {
    AppendUtf8(c, &out->text);
    out->byte_sources.resize(out->text.size(), source);
  };
  for (const SourcedChar& next : text) {
    if (next.c == ' ' || next.c == '\n') {
      if (out->text.empty() || pending == '\n') continue;
      if (!has_source) pending_source = next.source;
      has_source = true;
      pending = next.c;
      continue;
    }
    if (pending != 0) {
      const uint32_t at = next.source.begin;
      put(pending, has_source ? pending_source : TextRange{at, at});
    }
    pending = 0;
    has_source = false;
    put(next.c, next.source);
  }
}

void AppendLine(std::string_view line, uint32_t offset, Profile profile,
                CanonicalText* out) {
  RepairedText repaired;
  const bool is_repaired = NeedsRepair(line) && Repair(line, &repaired);
  SourcedText text;
  PrepareLine(is_repaired ? repaired.text : line, profile, &text);
  text = LetterStage(profile).Run(text);
  FoldPunctuation(profile, &text);
  for (SourcedChar& next : text) {
    if (is_repaired && next.source.size() > 0) {
      next.source = {repaired.byte_sources[next.source.begin].begin,
                     repaired.byte_sources[next.source.end - 1].end};
    }
    next.source.begin += offset;
    next.source.end += offset;
  }
  AppendCollapsed(text, out);
}

}  // namespace

CanonicalText Normalizer::Canonical(std::string_view text) const {
  CanonicalText out;
  std::vector<TextRange> lines;
  SplitLines(text, &lines);
  for (TextRange line : lines) {
    AppendLine(line.In(text), line.begin, options_.profile, &out);
  }
  return out;
}

}  // namespace tikrar
