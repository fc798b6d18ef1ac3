import ArgumentParser
import HermeticPolicy
import HermeticSession

/// A JSON Schema for `hermetic.toml`, with which editors check and complete it.
struct SchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema", abstract: "Print the JSON Schema of hermetic.toml, for editors.")

  func run() {
    print(Self.schema)
  }

  static let schema = """
    {
      "$schema": "http://json-schema.org/draft-07/schema#",
      "title": "hermetic.toml",
      "description": "What programs run by hermetic may do.",
      "type": "object",
      "additionalProperties": false,
      "properties": {
    \(properties(indent: "    ")),
        "profile": {
          "description": "Named sets of options, for --profile NAME and extends.",
          "type": "object",
          "additionalProperties": {
            "type": "object",
            "additionalProperties": false,
            "properties": {
    \(properties(indent: "          "))
            }
          }
        }
      }
    }
    """

  private static let strings =
    #"{"type": "string", "minLength": 1}, "#
    + #"{"type": "array", "items": {"type": "string", "minLength": 1}, "minItems": 1}"#

  private static let kinds = (Grantable.kinds.map(\.name) + [Grantable.moduleKind])
    .map { #""\#($0)": {"anyOf": [\#(strings)]}"# }.joined(separator: ", ")

  /// Each key with its help and its types, as lines.
  private static func properties(indent: String) -> String {
    var rows = PolicyOption.all.map { option -> (String, String, String) in
      let types =
        switch option.effect {
        case .flag: #""const": true"#
        case .list where option.name == PolicyOption.grantable.name:
          #""anyOf": [\#(strings), {"type": "object", "additionalProperties": false, "#
            + #""properties": {\#(kinds)}}]"#
        case .list: #""anyOf": [\#(strings)]"#
        case .flagOrValue: #""anyOf": [{"const": true}, \#(strings)]"#
        case .amount:
          #""anyOf": [{"type": "string", "minLength": 1}, {"type": "number", "exclusiveMinimum": 0}]"#
        }
      return (option.name, option.help, types)
    }
    rows.append(("extends", "Profiles to start from.", #""anyOf": [\#(strings)]"#))
    rows += FileSetting.names.map { name in
      let types =
        switch name {
        case "violation-exit-code": #""type": "integer", "minimum": 1, "maximum": 255"#
        case "on-violation":
          #""enum": ["#
            + RunSettings.OnViolation.allValueStrings.map { "\"\($0)\"" }
            .joined(separator: ", ") + "]"
        default: #""const": true"#
        }
      return (name, "As --\(name) of a run.", types)
    }
    return rows.map { name, help, types in
      "\(indent)\"\(name)\": {\"description\": \"\(help.escaped)\", \(types)}"
    }.joined(separator: ",\n")
  }
}
