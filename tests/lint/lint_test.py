"""Each lint finds what it is for, and lets pass what it must."""

import os
import tempfile
import unittest

import common
import format as format_lint
import headers
import layering
import names
import silence
import sizes
import tree
import words

ORDER = ["base", "text", "align", "cli"]


def function(lines, head="void F() {"):
    """A function whose braces span `lines` lines."""
    return head + "\n" + "  Call();\n" * (lines - 2) + "}\n"


class BlankNoise(unittest.TestCase):
    def test_keeps_lines_and_drops_braces(self):
        code = 'a("{"); // {\n/* {\n{ */ \'{\' R"x({\n)")x" 1\'000 {\n'
        blank = common.blank_noise(code)
        self.assertEqual(blank.count("\n"), code.count("\n"))
        self.assertEqual(blank.count("{"), 1)

    def test_drops_directives_with_continuations(self):
        self.assertNotIn("{", common.blank_noise("#define A \\\n  {\n"))


class Layering(unittest.TestCase):
    def problems(self, path, code):
        return layering.check_file(path, code, ORDER)

    def test_reads_the_order(self):
        text = "# note\nset(TIKRAR_MODULES\n    base text)\n"
        self.assertEqual(layering.modules(text), ["base", "text"])
        self.assertEqual(layering.modules("set(OTHER base)"), [])

    def test_include_to_the_right_fails(self):
        self.assertTrue(self.problems("src/text/a.cc", '#include "align/b.h"'))
        self.assertTrue(
            self.problems("src/text/a.cc", ' # include "tikrar/align.h"')
        )
        self.assertTrue(
            self.problems("include/tikrar/text.h", '#include "tikrar/align.h"')
        )

    def test_include_to_the_left_passes(self):
        code = '#include "base/a.h"\n#include "tikrar/text.h"\n#include <map>\n'
        self.assertEqual(self.problems("src/align/a.cc", code), [])
        self.assertEqual(self.problems("src/align/k/a.cc", code), [])
        self.assertEqual(
            self.problems("src/base/a.cc", '#include "absl/types/span.h"'), []
        )

    def test_headers_of_no_module_fail(self):
        self.assertTrue(self.problems("include/tikrar/new.h", ""))
        self.assertTrue(self.problems("src/new/a.cc", ""))
        self.assertTrue(
            self.problems("src/text/a.cc", '#include "tikrar/new.h"')
        )

    def test_disguised_includes_fail(self):
        self.assertTrue(self.problems("src/align/a.cc", '#include "../cli/b.h"'))
        self.assertTrue(self.problems("src/align/a.cc", "#include <text/b.h>"))


class Sizes(unittest.TestCase):
    def lengths(self, code):
        return [length for _, length in sizes.functions(code)]

    def test_long_function_fails(self):
        self.assertTrue(sizes.check_file("a.cc", function(81)))
        self.assertEqual(sizes.check_file("a.cc", function(80)), [])

    def test_long_file_fails(self):
        self.assertTrue(sizes.check_file("a.cc", "\n" * 601))
        self.assertEqual(sizes.check_file("a.cc", "\n" * 600), [])

    def test_looks_into_namespaces_and_classes(self):
        for container in ("namespace a {", "class A final : public B {",
                          "template <class T>\nstruct A {", 'extern "C" {'):
            code = container + "\n" + function(9) + "}\n"
            self.assertEqual(self.lengths(code), [9], container)

    def test_measures_the_body_after_a_member_list(self):
        head = "A::A(int b) : b_{b}, c_{1} {"
        self.assertEqual(self.lengths(function(9, head)), [9])
        self.assertEqual(self.lengths(function(9, "A::A() : b_(1) {")), [9])

    def test_counts_lambdas_into_their_function(self):
        code = "void F() {\n  auto g = [](int a) {\n    if (a) {\n    }\n  };\n}\n"
        self.assertEqual(self.lengths(code), [6])

    def test_counts_no_tables(self):
        self.assertEqual(self.lengths("int a[] = {\n 1,\n 2};\n"), [])


class Tree(unittest.TestCase):
    def test_unexpected_and_missing_names_fail(self):
        self.assertEqual(tree.check_names(set(tree.ALLOWED)), [])
        self.assertTrue(tree.check_names(tree.ALLOWED | {"notes.txt"}))
        self.assertTrue(tree.check_names(tree.ALLOWED - {"README.md"}))

    def test_lists_without_git(self):
        with tempfile.TemporaryDirectory() as folder:
            for name in ("build", "src"):
                os.mkdir(os.path.join(folder, name))
            self.assertEqual(tree.top_level(folder), {"src"})


class Names(unittest.TestCase):
    def test_types_of_two_headers(self):
        text = "struct Plan {\n};\nclass Row;\nclass Row::Maker {};\n"
        self.assertEqual(names.check_types({"a.h": text, "b.h": ""}), [])
        other = "enum class Plan : int { kA };\nclass Row final {\n};\n"
        self.assertEqual(
            len(names.check_types({"a.h": text, "b.h": other})), 1)


class Words(unittest.TestCase):
    def test_marks_and_paths_fail(self):
        for line in ("// TO" + "DO: later", "# FIX" + "ME", 'open("/ho' + 'me/a")',
                     "cd /wo" + "rk/x", "x=/t" + "mp/y"):
            self.assertTrue(words.check_text("a", line), line)

    def test_ordinary_lines_pass(self):
        for line in ("autodo", "https://a.example/home/x", "/usr/share/x",
                     "${TMPDIR:-/tmp}", "a/work/b", 'x + "/root/a"'):
            self.assertEqual(words.check_text("a", line), [], line)


class Silence(unittest.TestCase):
    def test_speech_and_abortion_fail(self):
        for symbol in ("abort", "exit", "printf", "__printf_chk", "puts",
                       "stderr", "std::cout", "std::cerr@GLIBCXX_3.4",
                       "absl::lts_1::raw_log_internal::RawLog(int)"):
            listing = f"\na.cc.o:\n                 U {symbol}\n"
            self.assertEqual(
                silence.check_symbols(listing), [f"a.cc.o: refers to {symbol}"]
            )

    def test_the_rest_passes(self):
        for symbol in ("std::terminate()", "snprintf", "fwrite", "memcpy",
                       "tikrar::exit_path(int)", "__cxa_atexit"):
            self.assertEqual(silence.check_symbols(f"  U {symbol}\n"), [])

    def test_reads_archives(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "empty.a")
            with open(path, "w", encoding="ascii") as file:
                file.write("!<arch>\n")
            self.assertTrue(silence.check(path))


class Headers(unittest.TestCase):
    def test_incomplete_header_fails(self):
        self.assertTrue(headers.check_code("a.h", "std::string a;\n", "c++"))

    def test_complete_header_passes(self):
        code = "#include <string>\nextern std::string a;\n"
        self.assertEqual(headers.check_code("a.h", code, "c++"), [])


class Format(unittest.TestCase):
    def test_only_unformatted_code_fails(self):
        program = format_lint.formatter()
        if not program:
            self.skipTest("clang-format 14 is not installed")
        with tempfile.TemporaryDirectory() as folder:
            for name, code in (("good.cc", "int a = 1;\n"),
                               ("bad.cc", "int   a=1 ;\n"),
                               (".clang-format", "BasedOnStyle: Google\n")):
                with open(os.path.join(folder, name), "w") as file:
                    file.write(code)
            check = lambda name: format_lint.check_paths(
                program, [name], folder
            )
            self.assertTrue(check("bad.cc"))
            self.assertEqual(check("good.cc"), [])


if __name__ == "__main__":
    unittest.main()
