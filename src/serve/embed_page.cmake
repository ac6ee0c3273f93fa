# cmake -DPAGE=page.html -DOUTPUT=page_html.cc -P embed_page.cmake
#
# The bytes of the page as a string: no path of a machine gets into the object,
# and no assembler or tool of its own is needed.
file(READ ${PAGE} digits HEX)
string(REGEX REPLACE "(..)" "\\\\x\\1" escaped "${digits}")
string(LENGTH "${digits}" size)
math(EXPR size "${size} / 2")
file(WRITE ${OUTPUT} "#include \"serve/page.h\"\n\nnamespace tikrar {\n\n"
  "std::string_view BuiltPage() {\n  static constexpr char kBytes[] =\n\"${escaped}\";\n"
  "  return std::string_view(kBytes, ${size});\n}\n\n}  // namespace tikrar\n")
