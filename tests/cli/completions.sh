# The bash script must load and complete; the others are checked if the shell
# is here.
"$TIKRAR" completions bash >c.bash
bash -c '. ./c.bash
COMP_WORDS=(tikrar s); COMP_CWORD=1; _tikrar; echo "${COMPREPLY[@]}"'
bash -c '. ./c.bash
COMP_WORDS=(tikrar scan --th); COMP_CWORD=2; _tikrar; echo "${COMPREPLY[@]}"'
bash -c '. ./c.bash
COMP_WORDS=(tikrar scan --engine ""); COMP_CWORD=3; _tikrar; echo "${COMPREPLY[@]}"'
for words in 'evaluate ""' 'evaluate bl' 'completions ""' 'generate --edits ""' \
  'scan --find pa'; do
  bash -c ". ./c.bash
COMP_WORDS=(tikrar $words); COMP_CWORD=\$((\${#COMP_WORDS[@]} - 1))
_tikrar; echo \"\${COMPREPLY[@]}\""
done
"$TIKRAR" completions zsh >c.zsh
if command -v zsh >/dev/null; then zsh -n c.zsh; fi
"$TIKRAR" completions fish >c.fish
if command -v fish >/dev/null; then fish --no-execute c.fish; fi
