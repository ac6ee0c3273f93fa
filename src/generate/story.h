// The article itself, before any page is put around it.

#ifndef TIKRAR_GENERATE_STORY_H_
#define TIKRAR_GENERATE_STORY_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "generate/grammar.h"
#include "tikrar/document.h"

namespace tikrar {

// A stretch of a paragraph that is legitimate repetition.
struct Trap {
  std::string_view name;
  TextRange range;
};

// The contract's shortest quotation.
inline constexpr size_t kMinSpeechWords = 4;

struct Paragraph {
  std::string text;
  TextRange quote;  // the words inside the marks; empty if there is none
  // Reported words without marks, from behind the frame to the end of the
  // sentence or the next frame in it; at least kMinSpeechWords.
  std::vector<TextRange> speeches;
  std::vector<Trap> traps;

  bool IsPlain() const { return quote.size() == 0 && traps.empty(); }
};

struct Story {
  std::string title;
  std::string opening;  // a formula before the lead, mostly empty
  std::string caption;
  Cast cast;
  std::vector<Paragraph> paragraphs;  // at least four; the first is the lead
};

// The story of document `index`: a pure function of its arguments, so that a
// copy can write its original anew instead of keeping it. With fewer parts it
// costs less; what is there is the same.
enum class StoryParts : uint8_t { kTitle, kCaptionAndLead, kAll };
Story WriteStory(const Lexicon& lexicon, uint64_t seed, uint64_t index,
                 StoryParts parts = StoryParts::kAll);

}  // namespace tikrar

#endif  // TIKRAR_GENERATE_STORY_H_
