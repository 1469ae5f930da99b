/** What the parser's scripts for shells lack: they ask the program without the words that are typed so far. */

export const SHELLS = ["bash", "zsh", "fish"] as const;
type Shell = typeof SHELLS[number];

/** The same script, handing over the words behind `--`, with the one to complete as the last. */
export function scriptWithWords(script: string, shell: Shell): string {
  switch (shell) {
    case "bash":
      // What completes a file name has no options otherwise.
      script = script.replace("[[ listFiles -eq 1 ]]", "[[ listFiles -eq 1 && ${cur} != -* ]]");
      return `${inPlace(script, '"${action}" "${@}"', ' -- "${COMP_WORDS[@]:1:COMP_CWORD}"')}${wholeWords(script)}`;
    case "zsh":
      return inPlace(optionsLeftToSubcommands(script), '"${action}" "${@}"', ' -- "${(@Q)words[1,CURRENT]}"');
    case "fish":
      return script.replaceAll(
        /\((\S+ completions complete [^)]*?) *\)'/g,
        "($1 -- (commandline -opc) (commandline -ct))'",
      );
  }
}

/** Zsh would take an option behind a subcommand for the group's own, and hand the words on without it and its value. */
function optionsLeftToSubcommands(script: string): string {
  return script.replaceAll(/_arguments (?=.*\\\n(?: {4}.*\\\n)* {4}'\*::sub command)/g, '_arguments -A "-*" ');
}

function inPlace(script: string, call: string, more: string): string {
  return script.replaceAll(`completions complete ${call}`, `completions complete ${call}${more}`);
}

/** Bash cuts words at colons, which ids have: they are put together first, and what is found is cut as bash has it. */
function wholeWords(script: string): string {
  const [, named = "", name = ""] = /^complete -F (\w+) .* (\S+)$/m.exec(script) ?? [];
  return `
${named}_whole_words() {
  local -a whole=("\${COMP_WORDS[0]}")
  local at=0 index typed
  for ((index = 1; index <= COMP_CWORD; index++)); do
    if [[ \${COMP_WORDS[index]} == :* || \${COMP_WORDS[index - 1]} == *: ]]; then
      whole[at]+=\${COMP_WORDS[index]}
    else
      whole[++at]=\${COMP_WORDS[index]}
    fi
  done
  local -a COMP_WORDS=("\${whole[@]}")
  local COMP_CWORD=$at
  ${named}
  typed=\${whole[at]}
  [[ $typed == *:* ]] && COMPREPLY=("\${COMPREPLY[@]#"\${typed%"\${typed##*:}"}"}")
  [[ \${COMPREPLY[0]-} == *: || $typed == *: && \${#COMPREPLY[@]} -eq 0 ]] && compopt -o nospace
  return 0
}

complete -F ${named}_whole_words -o bashdefault -o default ${name}
`;
}
