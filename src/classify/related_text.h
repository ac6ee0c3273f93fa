// What the raw letters of a block say that its tokens do not: the mark at its
// end, a bullet at its start, a colon.

#ifndef TIKRAR_CLASSIFY_RELATED_TEXT_H_
#define TIKRAR_CLASSIFY_RELATED_TEXT_H_

#include <cstdint>
#include <string_view>

namespace tikrar {

enum class EndMark : uint8_t {
  kNone,
  kStop,      // . or the Urdu full stop, also before a closing quote
  kQuestion,  // ? or !, or dots: sentences end so, and headlines too
  kDots,
  kColon,  // : or a comma, so that the next line goes on
  kParen,  // a closing bracket
};

// The last mark of a line, looking through closing quotes, white space and
// signs of direction.
EndMark LastMark(std::string_view line);

// Bytes of the bullet, dash or number ("3." or "3-") that opens the line,
// white space included; 0 for none.
uint32_t BulletEnd(std::string_view line);

// The line has its bullet, unlike BulletEnd > 0 also where it is a number.
inline bool HasBullet(std::string_view line) { return BulletEnd(line) > 0; }

// Whether what follows a marker opens with a colon or a dash.
bool OpensWithColon(std::string_view after);
// Bytes of white space, colons and dashes that open it.
uint32_t ColonEnd(std::string_view after);

// Two digits with a colon, slash or dash between them.
bool HasDateMark(std::string_view line);

// Letters of Latin script only, at most `letters` of them, at least one.
bool IsLatinOnly(std::string_view line, int letters);

// Names of sections with bars between them; `tokens` are the line's.
bool IsBarMenu(std::string_view line, uint32_t tokens);

// A dash between two words; a lone tatweel is one.
bool HasDash(std::string_view line);

}  // namespace tikrar

#endif  // TIKRAR_CLASSIFY_RELATED_TEXT_H_
