#include "text/entities.h"

#include <gtest/gtest.h>

#include <string>

#include "text/char_rules.h"
#include "text/segment_chars.h"

namespace tikrar {
namespace {

std::string Decoded(std::string_view text) {
  MappedChars chars;
  for (size_t i = 0; i < text.size();) {
    const auto begin = static_cast<uint32_t>(i);
    const char32_t c = NextChar(text, &i);
    chars.Add(c, {begin, static_cast<uint32_t>(i)});
  }
  const bool changed = DecodeEntities(&chars);
  EXPECT_EQ(chars.chars.size(), chars.sources.size());
  std::string out;
  for (char32_t c : chars.chars) AppendUtf8(c, &out);
  EXPECT_EQ(changed, out != text) << text;
  return out;
}

TEST(EntitiesTest, NamedReferences) {
  EXPECT_EQ(Decoded("&laquo;نعم&raquo;"), "«نعم»");
  EXPECT_EQ(Decoded("&quot;&apos;&amp;&nbsp;&hellip;"), "\"'&\u00A0…");
  // The longest name without ';' counts, the rest stays.
  EXPECT_EQ(Decoded("&copy2015 &ampx &notit;"), "©2015 &x ¬it;");
  EXPECT_EQ(Decoded("&notin; &not;in"), "∉ ¬in");
  // Two characters, the longest name, the first and last of the table.
  EXPECT_EQ(Decoded("&NotEqualTilde;"), "\u2242\u0338");
  EXPECT_EQ(Decoded("&CounterClockwiseContourIntegral;"), "\u2233");
  EXPECT_EQ(Decoded("&AElig;&zwnj;"), "Æ\u200C");
  EXPECT_EQ(Decoded("& &; &bogus; &l &Laquo; AT&T"),
            "& &; &bogus; &l &Laquo; AT&T");
}

TEST(EntitiesTest, NumericReferences) {
  EXPECT_EQ(Decoded("&#1606;&#x639;&#X645;"), "نعم");
  EXPECT_EQ(Decoded("&#1606&#x639 "), "نع ");
  EXPECT_EQ(Decoded("&#147;a&#148;&#133;&#129;"), "“a”…\u0081");
  EXPECT_EQ(Decoded("&#0;&#xD800;&#1114112;&#99999999999999999999;"),
            "\uFFFD\uFFFD\uFFFD\uFFFD");
  EXPECT_EQ(Decoded("a&#1;&#x7F;&#xFFFE;&#xFDD0;b"), "ab");
  EXPECT_EQ(Decoded("&#; &#x; &#xg; &#١;"), "&#; &#x; &#xg; &#١;");
}

TEST(EntitiesTest, ThreeRoundsAtMost) {
  EXPECT_EQ(Decoded("&amp;quot;"), "\"");
  EXPECT_EQ(Decoded("&amp;amp;quot;"), "\"");
  EXPECT_EQ(Decoded("&amp;amp;amp;quot;"), "&quot;");
  EXPECT_EQ(Decoded("&#38;#39;"), "'");
}

TEST(EntitiesTest, LostAmpersands) {
  EXPECT_EQ(Decoded("قال quot;نعمquot; ثم"), "قال \"نعم\" ثم");
  EXPECT_EQ(Decoded("amp;#039; amp;nbsp; #8220;"), "' \u00A0 “");
  EXPECT_EQ(Decoded("laquo;نعمraquo; نعمhellip;"), "«نعم» نعم…");
  // Parts of words, hash tags and semicolons are not references.
  EXPECT_EQ(Decoded("bequot; 1quot; #7; #123456; a; ##39; &#39 ;"),
            "bequot; 1quot; #7; #123456; a; ##39; ' ;");
}

TEST(EntitiesTest, ManyLoneAmpersandsTakeLinearTime) {
  std::string text;
  for (int i = 0; i < 200000; ++i) text += "&a";
  EXPECT_EQ(Decoded(text), text);
}

}  // namespace
}  // namespace tikrar
