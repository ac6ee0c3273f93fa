// Writes sentences: templates with slots, filled from the lexicon.
//
//   %N %n   things with an adjective, definite and not: المشاريع الزراعية
//   %M      a verbal noun, before %N: تطوير
//   %H %h   people, definite, any and as a subject: الخبراء
//   %V %v   a verb that %M follows, of a masculine, of a feminine subject
//   %1 %2   the two persons of the story, with post and institution
//   %i %j   the same, by their names alone
//   %3      somebody new
//   %o %c   institution and town of the story;  %O %L  any other
//   %F      a foreign name;  %R  a name of a thing
//   %# %k   a number in digits; a number that may be a word
//   %% %Y %D %d %w   a decimal number, a year, a date, a day, an ordinal
//   %J      when;  %S  a statement that follows أن
//   %(      nothing; a frame of speech begins here: %(مؤكدا أن %)%S
//   %)      nothing; the frame is over, what is reported begins

#ifndef TIKRAR_GENERATE_GRAMMAR_H_
#define TIKRAR_GENERATE_GRAMMAR_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/types/span.h"
#include "generate/lexicon.h"
#include "generate/random.h"

namespace tikrar {

// Who and where a story is about.
struct Cast {
  std::string person_full[2];
  std::string person_short[2];
  std::string institution;
  std::string town;
};

// Where a frame of speech stands in what was expanded.
struct SpeechFrame {
  uint32_t frame = 0;   // its first word
  uint32_t speech = 0;  // the first reported word
};

class Grammar {
 public:
  Grammar(const Lexicon& lexicon, Random* random)
      : lexicon_(lexicon), random_(*random) {}

  void SetCast(const Cast* cast) { cast_ = cast; }
  Cast MakeCast();

  // Appends the template, its slots filled. REQUIRES: a cast is set.
  void Expand(std::string_view pattern, std::string* out);
  // Expands one of `patterns`.
  void ExpandAny(absl::Span<const std::string_view> patterns, std::string* out);

  // The frames expanded since the last call, in order.
  std::vector<SpeechFrame> TakeFrames() { return std::exchange(frames_, {}); }

  void Person(std::string* out);  // with a title
  void ShortPerson(std::string* out);
  void Institution(std::string* out);
  void Place(std::string* out);
  void Date(std::string* out);

 private:
  template <typename List>
  const auto& Any(const List& list) {
    return list[random_.Skewed(list.size())];
  }
  void Slot(char slot, std::string* out);
  void CastSlot(char slot, std::string* out);
  void NumberSlot(char slot, std::string* out);
  void Things(bool definite, std::string* out);

  const Lexicon& lexicon_;
  Random& random_;
  const Cast* cast_ = nullptr;
  std::vector<SpeechFrame> frames_;
};

}  // namespace tikrar

#endif  // TIKRAR_GENERATE_GRAMMAR_H_
