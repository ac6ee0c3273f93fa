#include "generate/render.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_format.h"
#include "generate/fill_slots.h"
#include "generate/grammar_tables.h"
#include "generate/streams.h"

namespace tikrar {
namespace {

// A shorter paragraph is no passage worth copying.
constexpr size_t kMinPassageBytes = 150;
// Of a sentence or two in another order nobody could say that they are a copy;
// this is about 30 words.
constexpr size_t kMinShuffledBytes = 320;

class PageWriter {
 public:
  PageWriter(const World& world, uint64_t cell,
             const std::vector<DocumentPlan>& plans, uint32_t position)
      : world_(world),
        cell_(cell),
        plans_(plans),
        position_(position),
        plan_(plans[position]),
        publisher_(world.publishers[plan_.source]),
        random_(world.seed, Index(position), kPageStream),
        edit_random_(world.seed, Index(position), kEditStream),
        grammar_(world.lexicon, &random_),
        day_(DayOf(Index(position))) {}

  Page Write() {
    WriteHeader();
    for (const FurniturePiece& piece : publisher_.pieces) {
      const bool is_here = random_.Chance(piece.presence);
      if (is_here) pieces_.push_back(&piece);
    }
    WritePieces(Placement::kTop);
    WriteTitleAndCaption();
    has_related_ = random_.Chance(publisher_.related.presence);
    if (RelatedAt(RelatedPlacement::kTop)) WriteRelated();
    WriteArticle();
    if (RelatedAt(RelatedPlacement::kEnd)) WriteRelated();
    if (random_.Chance(publisher_.appended_share)) WriteAppended();
    WritePieces(Placement::kBottom);
    return std::move(page_);
  }

 private:
  uint64_t Index(uint32_t position) const {
    return cell_ * kCellDocuments + position;
  }
  Story StoryOf(uint32_t position, StoryParts parts = StoryParts::kAll) const {
    return WriteStory(world_.lexicon, world_.seed, Index(position), parts);
  }
  bool RelatedAt(RelatedPlacement placement) const {
    return has_related_ && publisher_.related.placement == placement;
  }
  std::string& text() { return page_.text; }
  uint32_t At() const { return static_cast<uint32_t>(page_.text.size()); }
  std::string_view Any(absl::Span<const std::string_view> list) {
    return list[random_.Below(list.size())];
  }

  void WriteHeader() {
    const bool is_copy = !plan_.IsOriginal();
    own_ = StoryOf(position_);
    if (is_copy) origin_ = StoryOf(plan_.origin);
    grammar_.SetCast(&own_.cast);
    const bool is_whole_copy = is_copy && plan_.copying != Copying::kContained;
    page_.title = is_whole_copy ? origin_.title : own_.title;
    page_.id = absl::StrFormat("g%09d", Index(position_));
    page_.source = publisher_.name;
    page_.url = absl::StrFormat("https://%s/news/%04d/%02d/%d", publisher_.host,
                                day_.year, static_cast<int>(day_.month),
                                Index(position_));
    page_.date = absl::StrFormat("%04d-%02d-%02d", day_.year,
                                 static_cast<int>(day_.month),
                                 static_cast<int>(day_.day));
  }

  // ------------------------------------------------------------- furniture

  std::string Fill(std::string_view pattern) {
    return FillSlots(pattern, publisher_.name, page_.title, day_, &random_,
                     &grammar_);
  }

  // Begins a new block and returns where.
  uint32_t NewBlock(std::string_view separator = "\n") {
    if (!text().empty()) text() += separator;
    return At();
  }

  uint32_t WriteBlock(std::string_view block) {
    const uint32_t begin = NewBlock();
    text() += block;
    return begin;
  }

  void WriteSpan(std::string_view block, std::string_view kind,
                 std::string_view role) {
    const uint32_t begin = WriteBlock(block);
    page_.spans.push_back({{begin, At()}, kind, role});
  }

  void WritePieces(Placement placement) {
    for (const FurniturePiece* piece : pieces_) {
      if (piece->placement != placement) continue;
      const std::string filled = Fill(piece->pattern);
      for (std::string_view rest = filled; !rest.empty();) {
        const size_t end = rest.find('\n');
        WriteSpan(rest.substr(0, end), "boilerplate", piece->role);
        rest = end == std::string_view::npos ? "" : rest.substr(end + 1);
      }
    }
  }

  // Furniture within a block: what it says, without blanks around it.
  void WriteGlued(Placement placement) {
    for (const FurniturePiece* piece : pieces_) {
      if (piece->placement != placement) continue;
      const std::string filled = Fill(piece->pattern);
      const size_t begin = filled.find_first_not_of(' ');
      const size_t end = filled.find_last_not_of(' ') + 1;
      const uint32_t at = At();
      text() += filled;
      page_.spans.push_back(
          {{at + static_cast<uint32_t>(begin), at + static_cast<uint32_t>(end)},
           "boilerplate",
           piece->role});
    }
  }

  void WriteTitleAndCaption() {
    if (random_.Chance(publisher_.headline_twice) && plan_.IsOriginal()) {
      WriteBlock(page_.title);
      WriteSpan(page_.title, "repeat", "");
    }
    const bool has_caption = random_.Chance(publisher_.caption_share);
    const bool is_twice = random_.Chance(publisher_.caption_twice);
    if (!has_caption) return;
    WriteBlock(own_.caption);
    if (is_twice) WriteSpan(own_.caption, "repeat", "");
  }

  // --------------------------------------------------------------- related

  // An earlier original document, of the same paper if one is met.
  uint32_t DrawLinked() {
    uint32_t found = kNobody;
    for (int attempt = 0; attempt < 60 && position_ > 0; ++attempt) {
      const uint32_t other = static_cast<uint32_t>(random_.Below(position_));
      if (!plans_[other].IsOriginal() || IsLinked(other)) continue;
      found = other;
      if (plans_[other].source == plan_.source) break;
    }
    if (found != kNobody) linked_.push_back(found);
    return found;
  }

  bool IsLinked(uint32_t other) const {
    return std::find(linked_.begin(), linked_.end(), other) != linked_.end() ||
           other == plan_.origin || other == plan_.passage_donor ||
           other == plan_.quote_donor;
  }

  void WriteRelated() {
    const size_t items = random_.Between(2, 6);
    const uint32_t first = DrawLinked();
    if (first == kNobody) return;
    const RelatedStyle& style = publisher_.related;
    WriteSpan(style.header, "related", "header");
    uint32_t other = first;
    for (size_t i = 0; i < items && other != kNobody; ++i) {
      const Story story =
          StoryOf(other, style.has_teasers ? StoryParts::kCaptionAndLead
                                           : StoryParts::kTitle);
      WriteSpan(std::string(style.bullet) + story.title, "related", "headline");
      if (style.has_teasers) {
        WriteSpan(Fill(Any(TeaserBylines())), "related", "byline");
        WriteSpan(story.paragraphs[0].text, "related", "teaser");
      }
      if (i + 1 < items) other = DrawLinked();
    }
  }

  void WriteAppended() {
    if (plan_.article_donor == kNobody || IsLinked(plan_.article_donor)) return;
    const Story story = StoryOf(plan_.article_donor);
    WriteSpan(Any(ArticleHeaders()), "related", "header");
    WriteSpan(story.title, "related", "headline");
    for (const Paragraph& paragraph : story.paragraphs) {
      if (!paragraph.IsPlain()) break;
      const uint32_t begin = NewBlock(publisher_.paragraph_break);
      text() += paragraph.text;
      page_.spans.push_back({{begin, At()}, "related", "article"});
    }
  }

  // --------------------------------------------------------------- article

  void WriteArticle() {
    const bool lead_twice = random_.Chance(publisher_.lead_twice);
    const size_t extra_place = random_.Between(1, own_.paragraphs.size() - 1);
    const bool is_contained = plan_.copying == Copying::kContained;
    const bool is_copy = !plan_.IsOriginal() && !is_contained;
    if (is_copy) DrawCopyEdits();
    const Story& story = is_copy ? origin_ : own_;
    const uint32_t part_of = is_copy ? plan_.origin : position_;
    const size_t related_place =
        random_.Between(1, story.paragraphs.size() - 1);
    WriteOpening(story);
    uint32_t begin = 0;
    double kept = 0;
    for (size_t i = 0; i < story.paragraphs.size(); ++i) {
      const uint32_t at = NewBlock(publisher_.paragraph_break);
      if (i == 0) WriteGlued(Placement::kGluedHead);
      if (i == 0) begin = At();
      kept += WriteParagraph(story.paragraphs[i], part_of, i, is_copy);
      if (i == 0 && lead_twice && plan_.IsOriginal()) RepeatLead(at);
      if (!is_copy && i + 1 == extra_place) WriteExtra();
      if (i + 1 == related_place && RelatedAt(RelatedPlacement::kMiddle)) {
        WriteRelated();
      }
    }
    if (!is_contained) {
      page_.occurrences.push_back(
          {.part = {part_of, PartSort::kStory, 0},
           .range = {begin, At()},
           .obfuscation = edits_seen_ != 0 ? "edited" : "none",
           .edits = edits_seen_,
           .score = kept / static_cast<double>(story.paragraphs.size())});
    }
    WriteGlued(Placement::kGluedTail);
  }

  void WriteOpening(const Story& story) {
    if (story.opening.empty()) return;
    const uint32_t begin = WriteBlock(story.opening);
    page_.traps.push_back({Formulae()[0].name, {begin, At()}});
  }

  void DrawCopyEdits() {
    strength_ = plan_.is_edited ? world_.edits : 0;
    habits_ = DrawHabits(strength_, &edit_random_);
    edits_seen_ = 0;
  }

  // Appends a paragraph of the story of `part_of`, as a copy or as it is.
  // Returns the share of its words that stay.
  double WriteParagraph(const Paragraph& paragraph, uint32_t part_of,
                        size_t number, bool is_copy) {
    const auto paragraph_number = static_cast<uint32_t>(number);
    const bool has_quote = paragraph.quote.size() > 0;
    std::vector<TextRange> quotes = paragraph.speeches;
    if (has_quote) quotes.push_back(paragraph.quote);
    std::vector<TextRange> ranges = quotes;
    for (const Trap& trap : paragraph.traps) ranges.push_back(trap.range);
    const EditedText edited =
        EditText(paragraph.text, is_copy ? strength_ : 0, habits_,
                 &edit_random_, absl::MakeSpan(ranges));
    const uint32_t begin = Append(edited.text, &ranges);
    if (is_copy) edits_seen_ |= edited.edits;
    for (size_t i = 0; i < paragraph.traps.size(); ++i) {
      page_.traps.push_back(
          {paragraph.traps[i].name, ranges[quotes.size() + i]});
    }
    AddSpeeches({part_of, PartSort::kSpeech, paragraph_number},
                absl::MakeConstSpan(ranges).first(paragraph.speeches.size()),
                edited);
    if (has_quote) {
      AddOccurrence({part_of, PartSort::kQuote, paragraph_number},
                    ranges[quotes.size() - 1], edited);
    } else if (!is_copy && paragraph.IsPlain()) {
      AddOccurrence({part_of, PartSort::kParagraph, paragraph_number},
                    {begin, At()}, edited);
    }
    return KeptShare(edited);
  }

  static double KeptShare(const EditedText& edited) {
    return 1 - static_cast<double>(edited.changed_words) /
                   std::max(1u, edited.words);
  }

  // Appends `copy`, moves what lies in it along, and returns where it begins.
  uint32_t Append(std::string_view copy, std::vector<TextRange>* ranges) {
    const uint32_t begin = At();
    text() += copy;
    for (TextRange& range : *ranges) {
      range.begin += begin;
      range.end += begin;
    }
    return begin;
  }

  // A part that was edited or stands as it is.
  void AddOccurrence(const Part& part, TextRange range,
                     const EditedText& edited) {
    page_.occurrences.push_back(
        {.part = part,
         .range = range,
         .obfuscation = edited.edits != 0 ? "edited" : "none",
         .edits = edited.edits,
         .score = KeptShare(edited)});
  }

  // The reported words of a paragraph, which `first` names.
  void AddSpeeches(const Part& first, absl::Span<const TextRange> ranges,
                   const EditedText& edited) {
    Part part = first;
    for (const TextRange& range : ranges) {
      AddOccurrence(part, range, edited);
      ++part.speech;
    }
  }

  void RepeatLead(uint32_t block_begin) {
    // The block as it stands, with what is glued to its head: one line twice.
    const std::string block = text().substr(block_begin);
    const uint32_t begin = NewBlock(publisher_.paragraph_break);
    text() += block;
    page_.spans.push_back({{begin, At()}, "repeat", ""});
  }

  // What comes from elsewhere, amid an own story.
  void WriteExtra() {
    if (plan_.copying == Copying::kContained) WriteWire();
    if (plan_.passage_donor != kNobody) WritePassage();
    if (plan_.quote_donor != kNobody) WriteQuote();
  }

  void WriteWire() {
    DrawCopyEdits();
    const uint32_t begin = At();
    double kept = 0;
    uint32_t wire_begin = begin;
    for (size_t i = 0; i < origin_.paragraphs.size(); ++i) {
      NewBlock(publisher_.paragraph_break);
      if (i == 0) wire_begin = At();
      kept += WriteParagraph(origin_.paragraphs[i], plan_.origin, i,
                             /*is_copy=*/true);
    }
    page_.occurrences.push_back(
        {.part = {plan_.origin, PartSort::kStory, 0},
         .range = {wire_begin, At()},
         .obfuscation = "contained",
         .edits = edits_seen_,
         .score = kept / static_cast<double>(origin_.paragraphs.size())});
  }

  static bool IsPassage(const Paragraph& paragraph,
                        size_t least_bytes = kMinPassageBytes) {
    return paragraph.IsPlain() && paragraph.text.size() >= least_bytes;
  }

  void WritePassage() {
    const Story donor = StoryOf(plan_.passage_donor);
    const size_t count = donor.paragraphs.size();
    const size_t start = random_.Below(count);
    PassageSort sort = plan_.passage;
    if (sort == PassageSort::kSwapped) {
      for (size_t i = 0; i + 1 < count; ++i) {
        const size_t k = (start + i) % (count - 1);
        if (!IsPassage(donor.paragraphs[k]) ||
            !IsPassage(donor.paragraphs[k + 1])) {
          continue;
        }
        WriteCopied(donor.paragraphs[k + 1], k + 1, sort);
        WriteCopied(donor.paragraphs[k], k, sort);
        return;
      }
      sort = PassageSort::kVerbatim;
    }
    const bool is_shuffled = sort == PassageSort::kWordShuffle ||
                             sort == PassageSort::kPhraseShuffle;
    const size_t least_bytes =
        is_shuffled ? kMinShuffledBytes : kMinPassageBytes;
    for (size_t i = 0; i < count; ++i) {
      const size_t k = (start + i) % count;
      if (!IsPassage(donor.paragraphs[k], least_bytes)) continue;
      WriteCopied(donor.paragraphs[k], k, sort);
      return;
    }
  }

  void WriteCopied(const Paragraph& paragraph, size_t number,
                   PassageSort sort) {
    EditedText copy;
    std::string_view obfuscation = "none";
    std::vector<TextRange> speeches = paragraph.speeches;
    switch (sort) {
      case PassageSort::kVerbatim:
        copy.text = paragraph.text;
        break;
      case PassageSort::kEdited:
        copy = EditText(paragraph.text, world_.edits,
                        DrawHabits(world_.edits, &edit_random_), &edit_random_,
                        absl::MakeSpan(speeches));
        if (copy.edits != 0) obfuscation = "edited";
        break;
      case PassageSort::kWordShuffle:
        copy = ShuffleWords(paragraph.text, &edit_random_);
        obfuscation = "word-shuffle";
        speeches.clear();  // nobody is reported any more
        break;
      case PassageSort::kPhraseShuffle:
        copy = ShufflePhrases(paragraph.text, &edit_random_);
        obfuscation = "phrase-shuffle";
        speeches.clear();
        break;
      case PassageSort::kSwapped:
        copy.text = paragraph.text;
        copy.edits = kSwapped;
        obfuscation = "swapped";
    }
    // As a paragraph of its own, or at the end of the one before.
    const bool is_block = sort == PassageSort::kSwapped || random_.Chance(0.5);
    if (is_block) {
      NewBlock(publisher_.paragraph_break);
    } else {
      text() += ' ';
    }
    const uint32_t begin = Append(copy.text, &speeches);
    const auto paragraph_number = static_cast<uint32_t>(number);
    page_.occurrences.push_back(
        {.part = {plan_.passage_donor, PartSort::kParagraph, paragraph_number},
         .range = {begin, At()},
         .obfuscation = obfuscation,
         .edits = copy.edits,
         .score = KeptShare(copy)});
    copy.edits &= ~kSwapped;  // of two paragraphs, not of what they report
    AddSpeeches({plan_.passage_donor, PartSort::kSpeech, paragraph_number},
                speeches, copy);
  }

  void WriteQuote() {
    const Story donor = StoryOf(plan_.quote_donor);
    const auto found =
        std::find_if(donor.paragraphs.begin(), donor.paragraphs.end(),
                     [](const Paragraph& p) { return p.quote.size() > 0; });
    if (found == donor.paragraphs.end()) return;
    const absl::Span<const MarkPair> kinds = QuotationMarks();
    const size_t kind = random_.Below(kinds.size() + 1);
    const bool is_bare = kind == kinds.size();
    const MarkPair marks = is_bare ? MarkPair() : kinds[kind];
    const bool is_edited = random_.Chance(0.5);
    EditedText quote =
        EditText(found->quote.In(found->text), is_edited ? world_.edits : 0,
                 DrawHabits(world_.edits, &edit_random_), &edit_random_, {});
    Edits edits = quote.edits;
    if (is_bare) {
      edits |= kNoMarks;
    } else if (!std::string_view(found->text)
                    .substr(0, found->quote.begin)
                    .ends_with(marks.open)) {
      edits |= kOtherMarks;
    }
    NewBlock(publisher_.paragraph_break);
    // By the name alone: with the post it would be a passage of its own.
    Cast speaker = donor.cast;
    speaker.person_full[0] = speaker.person_short[0];
    grammar_.SetCast(&speaker);
    grammar_.ExpandAny(is_bare ? BareFrames() : MarkedFrames(), &text());
    grammar_.SetCast(&own_.cast);
    text() += marks.open;
    const uint32_t begin = At();
    text() += quote.text;
    const uint32_t end = At();
    text() += marks.close;
    text() += '.';
    const auto number = static_cast<uint32_t>(found - donor.paragraphs.begin());
    page_.occurrences.push_back(
        {.part = {plan_.quote_donor, PartSort::kQuote, number},
         .range = {begin, end},
         .obfuscation = quote.edits != 0 ? "edited" : "none",
         .edits = edits,
         .score = KeptShare(quote)});
  }

  const World& world_;
  const uint64_t cell_;
  const std::vector<DocumentPlan>& plans_;
  const uint32_t position_;
  const DocumentPlan& plan_;
  const Publisher& publisher_;
  Random random_;
  Random edit_random_;
  Grammar grammar_;
  const CalendarDay day_;

  Story own_, origin_;
  std::vector<const FurniturePiece*> pieces_;
  std::vector<uint32_t> linked_;
  bool has_related_ = false;
  double strength_ = 0;
  Edits habits_ = 0;
  Edits edits_seen_ = 0;
  Page page_;
};

}  // namespace

World::World(uint64_t seed_value, uint32_t sources, double edit_strength)
    : seed(seed_value), edits(edit_strength) {
  for (uint32_t i = 0; i < sources; ++i) {
    publishers.push_back(MakePublisher(seed_value, i));
  }
}

Page RenderPage(const World& world, uint64_t cell,
                const std::vector<DocumentPlan>& plans, uint32_t position) {
  return PageWriter(world, cell, plans, position).Write();
}

}  // namespace tikrar
