/**
 * What a shell asks at each Tab: `polylog complete -- WORDS` with the words up to the cursor. It answers a line for each
 * candidate, `word<Tab>description`, or the one line `:files`. So the scripts know nothing of the commands, and never age.
 */
const bash = `_polylog() {
  local line
  COMPREPLY=()
  while IFS= read -r line; do
    if [[ $line == ':files' ]]; then
      compopt -o default 2>/dev/null
    else
      COMPREPLY+=("\${line%%$'\\t'*}")
    fi
  done < <("\${COMP_WORDS[0]}" complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -F _polylog polylog`;

const zsh = `#compdef polylog
_polylog() {
  local line tab=$'\\t'
  local -a candidates
  while IFS= read -r line; do
    if [[ $line == ':files' ]]; then
      _files
      return
    fi
    candidates+=("\${\${line%%$tab*}//:/\\\\:}:\${line#*$tab}")
  done < <("\${words[1]}" complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)
  _describe polylog candidates
}
if [[ $funcstack[1] == _polylog ]]; then
  _polylog "$@"
else
  compdef _polylog polylog
fi`;

const fish = `function __polylog_complete
    set -l typed (commandline -opc)
    set -l current (commandline -ct)
    set -l answer ($typed[1] complete -- $typed[2..-1] "$current" 2>/dev/null)
    if test "$answer" = ':files'
        __fish_complete_path "$current"
    else if test -n "$answer"
        printf '%s\\n' $answer
    end
end
complete -c polylog -f -a '(__polylog_complete)'`;

export const completionScripts: Readonly<Record<'bash' | 'zsh' | 'fish', string>> = { bash, zsh, fish };
