#include "generate/story.h"

#include <algorithm>

#include "generate/grammar_tables.h"
#include "generate/streams.h"

namespace tikrar {
namespace {

constexpr double kQuoteShare = 0.22;  // of paragraphs
constexpr double kTrapShare = 0.05;
constexpr double kOpeningShare = 0.02;  // of stories

class StoryWriter {
 public:
  StoryWriter(const Lexicon& lexicon, Random* random)
      : random_(*random), grammar_(lexicon, random) {}

  Story Write(StoryParts parts) {
    story_.cast = grammar_.MakeCast();
    grammar_.SetCast(&story_.cast);
    grammar_.ExpandAny(TitleTemplates(), &story_.title);
    if (parts == StoryParts::kTitle) return std::move(story_);
    grammar_.ExpandAny(CaptionTemplates(), &story_.caption);
    if (random_.Chance(kOpeningShare)) story_.opening = Formulae()[0].text;
    marks_ = QuotationMarks()[random_.Below(QuotationMarks().size())];
    AddLead();
    if (parts == StoryParts::kCaptionAndLead) return std::move(story_);
    const size_t paragraphs = random_.Between(3, 11);
    for (size_t i = 0; i < paragraphs; ++i) {
      if (random_.Chance(kQuoteShare)) {
        AddQuoteParagraph();
      } else {
        AddBodyParagraph();
      }
    }
    return std::move(story_);
  }

 private:
  void AddLead() {
    Paragraph lead;
    grammar_.ExpandAny(LeadTemplates(), &lead.text);
    if (random_.Chance(0.5)) grammar_.ExpandAny(TailTemplates(), &lead.text);
    EndSentence(&lead);
    story_.paragraphs.push_back(std::move(lead));
  }

  void AddBodyParagraph() {
    Paragraph paragraph;
    const size_t sentences = random_.Between(1, 4);
    for (size_t i = 0; i < sentences; ++i) {
      if (i > 0) paragraph.text += ' ';
      AddSentence(&paragraph);
    }
    if (random_.Chance(kTrapShare)) AddTrap(&paragraph);
    story_.paragraphs.push_back(std::move(paragraph));
  }

  void AddSentence(Paragraph* paragraph) {
    std::string* text = &paragraph->text;
    if (random_.Chance(0.45)) {
      grammar_.ExpandAny(ConnectorTemplates(), text);
    } else if (random_.Chance(0.6)) {
      *text += "و";
    }
    grammar_.ExpandAny(CoreTemplates(), text);
    if (random_.Chance(0.55)) grammar_.ExpandAny(TailTemplates(), text);
    EndSentence(paragraph);
  }

  // Notes what the sentence reports, and puts its stop.
  void EndSentence(Paragraph* paragraph) {
    std::string& text = paragraph->text;
    const std::vector<SpeechFrame> frames = grammar_.TakeFrames();
    for (size_t i = 0; i < frames.size(); ++i) {
      TextRange speech = {frames[i].speech, static_cast<uint32_t>(text.size())};
      if (i + 1 < frames.size()) speech.end = frames[i + 1].frame;
      for (const std::string_view end : {" ", "،"}) {
        if (!speech.In(text).ends_with(end)) continue;
        speech.end -= static_cast<uint32_t>(end.size());
      }
      const std::string_view words = speech.In(text);
      const auto blanks = std::count(words.begin(), words.end(), ' ');
      if (static_cast<size_t>(blanks) + 1 >= kMinSpeechWords) {
        paragraph->speeches.push_back(speech);
      }
    }
    text += '.';
  }

  void AddQuoteParagraph() {
    Paragraph paragraph;
    std::string& text = paragraph.text;
    grammar_.ExpandAny(MarkedFrames(), &text);
    text += marks_.open;
    paragraph.quote.begin = static_cast<uint32_t>(text.size());
    grammar_.ExpandAny(UtteranceTemplates(), &text);
    if (random_.Chance(0.6)) {
      text += random_.Chance(0.5) ? "، و" : ". ";
      grammar_.ExpandAny(UtteranceTemplates(), &text);
    }
    paragraph.quote.end = static_cast<uint32_t>(text.size());
    text += marks_.close;
    text += '.';
    if (random_.Chance(0.4)) {
      text += ' ';
      AddSentence(&paragraph);
    }
    story_.paragraphs.push_back(std::move(paragraph));
  }

  void AddTrap(Paragraph* paragraph) {
    const Formula& formula = Formulae()[random_.Below(Formulae().size())];
    std::string& text = paragraph->text;
    text += ' ';
    Trap trap{.name = formula.name, .range = {}};
    trap.range.begin = static_cast<uint32_t>(text.size());
    grammar_.Expand(formula.text, &text);
    trap.range.end = static_cast<uint32_t>(text.size());
    text += '.';
    paragraph->traps.push_back(trap);
  }

  Random& random_;
  Grammar grammar_;
  Story story_;
  MarkPair marks_;
};

}  // namespace

Story WriteStory(const Lexicon& lexicon, uint64_t seed, uint64_t index,
                 StoryParts parts) {
  Random random(seed, index, kStoryStream);
  return StoryWriter(lexicon, &random).Write(parts);
}

}  // namespace tikrar
