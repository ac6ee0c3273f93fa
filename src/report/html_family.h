// One family on the page: representative, members, marks.

#ifndef TIKRAR_REPORT_HTML_FAMILY_H_
#define TIKRAR_REPORT_HTML_FAMILY_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "report/marked_text.h"
#include "tikrar/run.h"

namespace tikrar {

// Appends both names: <span class="kind k-quote">...</span>.
void AppendKind(Kind kind, std::string* out);

// Appends `arabic` and, smaller, `english`.
void AppendLabel(std::string_view arabic, std::string_view english,
                 std::string* out);

// A <details> element for family `index`; its size is bounded whatever the
// number and the length of its members. `marker` may be null: no marks then.
std::string RenderFamily(const RunResult& run, size_t index,
                         TextMarker* marker);

}  // namespace tikrar

#endif  // TIKRAR_REPORT_HTML_FAMILY_H_
