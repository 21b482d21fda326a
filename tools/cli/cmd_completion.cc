// `haze completion`: words for the shell's Tab key, read off the commands themselves.
#include <memory>

#include <fmt/format.h>

#include "tools/cli/command.h"

namespace haze::tools {
namespace {

struct Words {
  std::string path;                                           ///< "agent list"; "" for haze itself
  std::vector<std::pair<std::string, std::string>> commands;  ///< name, description
  std::vector<std::string> options;
};

void Collect(CLI::App& app, const std::string& path, std::vector<Words>& all) {
  Words words;
  words.path = path;
  for (const CLI::Option* option : app.get_options()) {
    for (const std::string& name : option->get_lnames()) words.options.push_back(fmt::format("--{}", name));
    for (const std::string& name : option->get_snames()) words.options.push_back(fmt::format("-{}", name));
  }
  for (CLI::App* command : app.get_subcommands(nullptr)) words.commands.emplace_back(command->get_name(), command->get_description());
  all.push_back(words);
  for (CLI::App* command : app.get_subcommands(nullptr))
    Collect(*command, path.empty() ? command->get_name() : fmt::format("{} {}", path, command->get_name()), all);
}

std::string WordList(const Words& words) {
  std::string list;
  for (const auto& [name, description] : words.commands) list += fmt::format("{}{}", list.empty() ? "" : " ", name);
  for (const std::string& option : words.options) list += fmt::format("{}{}", list.empty() ? "" : " ", option);
  return list;
}

std::string Bash(const std::vector<Words>& all) {
  std::string script =
      "# haze completion bash\n"
      "_haze() {\n"
      "  local path= word i\n"
      "  for ((i = 1; i < COMP_CWORD; i++)); do\n"
      "    word=${COMP_WORDS[i]}\n"
      "    case \"${path:+$path }$word\" in\n";
  for (const Words& words : all) {
    if (!words.path.empty()) script += fmt::format("      '{0}') path='{0}' ;;\n", words.path);
  }
  script +=
      "    esac\n"
      "  done\n"
      "  local list=\n"
      "  case \"$path\" in\n";
  for (const Words& words : all) script += fmt::format("    '{}') list='{}' ;;\n", words.path, WordList(words));
  script +=
      "  esac\n"
      "  COMPREPLY=($(compgen -W \"$list\" -- \"${COMP_WORDS[COMP_CWORD]}\"))\n"
      "}\n"
      "complete -o default -F _haze haze\n";
  return script;
}

std::string Fish(const std::vector<Words>& all) {
  std::string script = "# haze completion fish\n";
  for (const Words& words : all) {
    std::string condition = "__fish_use_subcommand";
    if (!words.path.empty()) condition = "__fish_seen_subcommand_from " + words.path.substr(words.path.rfind(' ') + 1);
    for (const auto& [name, description] : words.commands) {
      std::string text = description;
      for (std::size_t at = 0; (at = text.find('\'', at)) != std::string::npos; at += 2) text.insert(at, "\\");
      script += fmt::format("complete -c haze -f -n '{}' -a '{}' -d '{}'\n", condition, name, text);
    }
    for (const std::string& option : words.options) {
      if (option.rfind("--", 0) == 0) script += fmt::format("complete -c haze -n '{}' -l '{}'\n", condition, option.substr(2));
    }
  }
  return script;
}

}  // namespace

void AddCompletionCommand(CLI::App& app, CliResult&) {
  auto shell = std::make_shared<std::string>();
  CLI::App* command = app.add_subcommand("completion", "Words for the Tab key of a shell");
  command->add_option("SHELL", *shell, "bash, zsh or fish")->required()->check(CLI::IsMember({"bash", "zsh", "fish"}));
  command->footer("Example:\n  haze completion bash > ~/.local/share/bash-completion/completions/haze");
  command->callback([shell, &app] {
    std::vector<Words> all;
    Collect(app, "", all);
    if (*shell == "fish") {
      fmt::print("{}", Fish(all));
    } else {
      // zsh reads bash's form through its own adapter.
      fmt::print("{}{}", *shell == "zsh" ? "#compdef haze\nautoload -U +X bashcompinit && bashcompinit\n" : "", Bash(all));
    }
  });
}

}  // namespace haze::tools
