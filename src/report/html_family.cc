#include "report/html_family.h"

#include <algorithm>

#include "report/family_order.h"
#include "report/html_escape.h"
#include "report/kind_meaning.h"
#include "report/run_rows.h"
#include "report/terminal_text.h"
#include "report/text_cut.h"

namespace tikrar {
namespace {

constexpr size_t kTextBytes = 1200;  // shown of a text: some 100 words
constexpr size_t kHeadBytes = 160;   // shown of it while folded
constexpr size_t kFieldBytes = 240;  // of a title, a source, an id
constexpr size_t kLinkBytes = 2000;  // a longer address is no link
constexpr size_t kMembersShown = 12;

void AppendField(std::string_view text, std::string* out) {
  const size_t end = CutBefore(text, kFieldBytes);
  AppendIsolated(text.substr(0, end), out);
  if (end < text.size()) out->append("…");
}

void AppendTitle(const Document& document, std::string* out) {
  const std::string_view title =
      document.title.empty() ? document.id : document.title;
  if (!IsWebAddress(document.url) || document.url.size() > kLinkBytes) {
    AppendField(title, out);
    return;
  }
  out->append("<a rel=\"noopener noreferrer\" href=\"");
  AppendHtml(document.url, out);
  out->append("\">");
  AppendField(title, out);
  out->append("</a>");
}

// Where a member stands: title, source, date, id; and `note` (markup).
void AppendPlace(const RunResult& run, const FamilyMember& member,
                 std::string_view note, std::string* out) {
  const Document& document = run.documents[member.doc].document;
  out->append("<p class=\"place\">");
  AppendTitle(document, out);
  out->append("<span class=\"facts\">");
  if (!document.source.empty()) {
    AppendField(document.source, out);
    out->append(" · ");
  }
  if (!document.date.empty()) {
    AppendField(document.date, out);
    out->append(" · ");
  }
  out->append("<code>");
  AppendField(document.id, out);
  out->append("</code> ");
  AppendLatin(std::string("[")
                  .append(std::to_string(member.range.begin))
                  .append(", ")
                  .append(std::to_string(member.range.end))
                  .append(")"),
              out);
  if (!note.empty()) out->append(" · ").append(note);
  out->append("</span></p>\n");
}

struct Tags {
  std::string_view open;
  std::string_view close;
};

Tags TagsOf(Mark mark) {
  switch (mark) {
    case Mark::kReplaced:
      return {"<del class=\"edit\">", "</del>"};
    case Mark::kEdited:
      return {"<ins class=\"edit\">", "</ins>"};
    case Mark::kMissing:
      return {"<del>", "</del>"};
    case Mark::kAdded:
      return {"<ins>", "</ins>"};
    case Mark::kMoved:
      return {"<mark>", "</mark>"};
    case Mark::kSame:
      break;
  }
  return {"", ""};
}

bool IsSpace(char c) { return c == ' ' || c == '\n' || c == '\t'; }

void AppendMarked(const MarkedText& marked, std::string* out) {
  out->append("<blockquote dir=\"auto\">");
  if (marked.cut_front) out->append("… ");
  char last = ' ';  // shown so far
  bool space_due = false;
  for (const MarkedPiece& piece : marked.pieces) {
    if (piece.text.empty()) continue;
    // Words of the representative stand where there may be no space for them.
    space_due |= piece.mark == Mark::kMissing || piece.mark == Mark::kReplaced;
    if (space_due && !IsSpace(last) && !IsSpace(piece.text[0])) {
      out->push_back(' ');
    }
    const Tags tags = TagsOf(piece.mark);
    out->append(tags.open);
    AppendHtml(piece.text, out);
    if (piece.cut) out->append(" …");
    out->append(tags.close);
    last = piece.text.back();
    space_due = piece.mark == Mark::kMissing;
  }
  if (marked.cut_back) out->append(" …");
  out->append("</blockquote>\n");
}

void AppendPlainText(std::string_view text, std::string* out) {
  const size_t end = CutBefore(text, kTextBytes);
  AppendMarked({.pieces = {{Mark::kSame, text.substr(0, end)}},
                .cut_back = end < text.size()},
               out);
}

std::string SimilarityNote(const FamilyMember& member) {
  std::string note;
  AppendLabel("التشابه", "similarity", &note);
  note.push_back(' ');
  AppendLatin(Fixed(100 * member.jaccard, 0) + " %", &note);
  if (member.containment > member.jaccard) {
    note.append(" · ");
    AppendLabel("الاحتواء", "containment", &note);
    note.push_back(' ');
    AppendLatin(Fixed(100 * member.containment, 0) + " %", &note);
  }
  return note;
}

void AppendMember(const RunResult& run, const FamilyMember& member,
                  std::string_view representative, TextMarker* marker,
                  std::string* out) {
  const std::string_view text = RangeText(run, member.doc, member.range);
  out->append("<li>");
  if (text == representative) {
    std::string note;
    AppendLabel("مطابق حرفا بحرف", "identical, byte for byte", &note);
    AppendPlace(run, member, note, out);
  } else if (marker == nullptr) {
    AppendPlace(run, member, SimilarityNote(member), out);
    AppendPlainText(text, out);
  } else {
    std::string note = SimilarityNote(member);
    const MarkedText marked = marker->Compare(representative, text, kTextBytes);
    if (!marked.differs) {
      note.append(" · ");
      AppendLabel("الكلمات نفسها مع اختلاف في الرسم أو الترقيم",
                  "same words, other spelling or punctuation", &note);
    }
    AppendPlace(run, member, note, out);
    AppendMarked(marked, out);
  }
  out->append("</li>\n");
}

void AppendCount(std::string_view arabic, std::string_view english,
                 const std::string& value, std::string* out) {
  out->append("<span class=\"count\">");
  AppendLabel(arabic, english, out);
  out->push_back(' ');
  AppendLatin(value, out);
  out->append("</span>\n");
}

void AppendFamilyHead(const FamilyRow& family, std::string_view text,
                      std::string* out) {
  out->append("<summary>");
  AppendKind(family.kind, out);
  out->append(" <span class=\"head\">");
  const std::string line =
      OneLine(text.substr(0, CharacterStart(text, 2 * kHeadBytes)));
  const size_t end = CutBefore(line, kHeadBytes);
  AppendIsolated(std::string_view(line).substr(0, end), out);
  if (end < line.size() || text.size() > 2 * kHeadBytes) out->append("…");
  out->append("</span>\n<span class=\"counts\">");
  AppendCount("المواضع", "members", Grouped(family.members.size()), out);
  AppendCount("الوثائق", "documents", Grouped(family.documents), out);
  AppendCount("المصادر", "sources", Grouped(family.sources.size()), out);
  if (family.source_documents > 0) {
    AppendCount(
        "من وثائق المصدر", "of the source's documents",
        Fixed(100.0 * family.documents / family.source_documents, 1) + " %",
        out);
  }
  AppendCount("المكرر", "repeated", HumanBytes(RepeatedBytes(family)), out);
  out->append("</span></summary>\n");
}

}  // namespace

void AppendLabel(std::string_view arabic, std::string_view english,
                 std::string* out) {
  out->append(arabic)
      .append(" <span class=\"en\" lang=\"en\" dir=\"ltr\">")
      .append(english)
      .append("</span>");
}

void AppendKind(Kind kind, std::string* out) {
  out->append("<span class=\"kind k-").append(KindName(kind)).append("\">");
  AppendLabel(KindNameArabic(kind), KindName(kind), out);
  out->append("</span>");
}

std::string RenderFamily(const RunResult& run, size_t index,
                         TextMarker* marker) {
  const FamilyRow& family = run.families[index];
  std::string out = "<details class=\"family f-";
  out.append(KindName(family.kind));
  out.append("\" id=\"family-").append(std::to_string(index)).append("\">");
  if (family.members.empty()) {
    AppendFamilyHead(family, "", &out);
    return out.append("</details>\n");
  }
  const FamilyMember& first = family.members[0];
  const std::string_view text = RangeText(run, first.doc, first.range);
  AppendFamilyHead(family, FamilyText(run, family), &out);
  if (!family.pattern.empty()) {
    out.append("<h3>");
    AppendLabel("القالب", "template", &out);
    out.append("</h3>\n");
    AppendPlainText(family.pattern, &out);
  }
  out.append("<h3>");
  AppendLabel("النص الممثل", "representative", &out);
  out.append("</h3>\n");
  AppendPlace(run, first, "", &out);
  AppendPlainText(text, &out);
  const size_t others = family.members.size() - 1;
  if (others > 0) {
    out.append("<h3>");
    AppendLabel("المواضع الأخرى", "other members", &out);
    out.append("</h3>\n<ol>\n");
    const size_t shown = std::min(others, kMembersShown);
    for (size_t i = 1; i <= shown; ++i) {
      AppendMember(run, family.members[i], text, marker, &out);
    }
    out.append("</ol>\n");
    if (others > shown) {
      out.append("<p class=\"note\">");
      AppendLabel("مواضع أخرى لم تعرض هنا:", "members not shown here:", &out);
      out.push_back(' ');
      AppendLatin(Grouped(others - shown), &out);
      out.append("</p>\n");
    }
  }
  return out.append("</details>\n");
}

}  // namespace tikrar
