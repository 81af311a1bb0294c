# The parser that ANTLR makes of parser/grammar: target sluice_grammar.
#
# Debian 12's generator (4.7.2) and C++ runtime (4.9) fit together, with three adjustments: generated code
# holds u8"" literals as char and so needs -fno-char8_t; the runtime's umbrella header includes one that
# clang refuses, so a copy without it stands first on the include path; the package's CMake files ask for
# uuid-dev without need, so the library is found by hand.
find_path(ANTLR4_RUNTIME_INCLUDE antlr4-runtime.h PATH_SUFFIXES antlr4-runtime REQUIRED)
find_library(ANTLR4_RUNTIME_LIB NAMES libantlr4-runtime.a antlr4-runtime REQUIRED)
find_program(ANTLR4_TOOL antlr4 REQUIRED)

set(shim ${CMAKE_CURRENT_BINARY_DIR}/antlr4-shim)
file(READ ${ANTLR4_RUNTIME_INCLUDE}/antlr4-runtime.h umbrella)
string(REPLACE "#include \"misc/InterpreterDataReader.h\"" "" umbrella "${umbrella}")
file(CONFIGURE OUTPUT ${shim}/antlr4-runtime.h CONTENT "${umbrella}" @ONLY)

add_library(antlr4_runtime UNKNOWN IMPORTED)
set_target_properties(antlr4_runtime PROPERTIES
  IMPORTED_LOCATION ${ANTLR4_RUNTIME_LIB}
  INTERFACE_INCLUDE_DIRECTORIES "${shim};${ANTLR4_RUNTIME_INCLUDE}"
  INTERFACE_LINK_LIBRARIES Threads::Threads)

# The grammar's token types are the numbers of parser::TokenKind: one list makes both.
set(grammar ${CMAKE_CURRENT_SOURCE_DIR}/grammar)
set(generated ${CMAKE_CURRENT_BINARY_DIR}/generated)
set(kinds ${CMAKE_CURRENT_SOURCE_DIR}/token_kinds.def)
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${kinds})
file(STRINGS ${kinds} rows REGEX "^SLUICE_")
set(tokens "")
set(number 0)
foreach(row ${rows})
  math(EXPR number "${number} + 1")
  string(REGEX REPLACE "^SLUICE_[A-Z]+\\([a-z_0-9]+, ([A-Z_0-9]+).*" "\\1=${number}\n" line "${row}")
  string(APPEND tokens "${line}")
endforeach()
file(CONFIGURE OUTPUT ${generated}/SluiceSqlTokens.tokens CONTENT "${tokens}" @ONLY)

# Administrative statements have more words, with numbers behind those; which of all the words may be
# names is one more list.
set(admin_words ${CMAKE_CURRENT_SOURCE_DIR}/admin_words.def)
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${admin_words})
file(STRINGS ${kinds} free_rows REGEX "^SLUICE_WORD.*(free|plain)\\)")
string(REGEX REPLACE "SLUICE_WORD\\([a-z_0-9]+, ([A-Z_0-9]+), [a-z]+\\)" "\\1" free_words "${free_rows}")
file(STRINGS ${admin_words} rows REGEX "^SLUICE_")
foreach(row ${rows})
  math(EXPR number "${number} + 1")
  string(REGEX REPLACE "^SLUICE_[A-Z_]+\\(([A-Z_0-9]+)\\)" "\\1" word "${row}")
  string(APPEND tokens "${word}=${number}\n")
  if(row MATCHES "^SLUICE_ADMIN_WORD")
    list(APPEND free_words ${word})
  endif()
endforeach()
list(JOIN free_words "\n  | " words)
# Those that MySQL reserves have a rule of their own.
file(STRINGS ${kinds} mysql_rows REGEX "^SLUICE_WORD.*mysql\\)")
string(REGEX REPLACE "SLUICE_WORD\\([a-z_0-9]+, ([A-Z_0-9]+), [a-z]+\\)" "\\1" mysql_words "${mysql_rows}")
list(JOIN mysql_words "\n  | " mysql_words)
file(CONFIGURE OUTPUT ${generated}/SluiceAdminTokens.tokens CONTENT "${tokens}" @ONLY)
file(CONFIGURE OUTPUT ${generated}/AdminWords.g4 CONTENT
  "parser grammar AdminWords;\n\nword\n  : mysqlWord\n  | ${words}\n  ;\n\nmysqlWord\n  : ${mysql_words}\n  ;\n" @ONLY)

file(GLOB grammars CONFIGURE_DEPENDS ${grammar}/*.g4)
# One copy for both parsers: they are generated side by side.
add_custom_command(OUTPUT ${generated}/grammars.stamp
  COMMAND ${CMAKE_COMMAND} -E copy ${grammars} ${generated}
  COMMAND ${CMAKE_COMMAND} -E touch ${generated}/grammars.stamp
  DEPENDS ${grammars} VERBATIM)
set(outputs "")
foreach(parser SluiceSqlParser SluiceAdminParser)
  list(APPEND outputs ${generated}/${parser}.cpp ${generated}/${parser}.h)
  add_custom_command(OUTPUT ${generated}/${parser}.cpp ${generated}/${parser}.h
    COMMAND ${ANTLR4_TOOL} -Dlanguage=Cpp -Werror -no-visitor -no-listener
            -package sluice::parser::grammar -encoding UTF-8 ${parser}.g4
    WORKING_DIRECTORY ${generated}
    DEPENDS ${generated}/grammars.stamp ${generated}/SluiceSqlTokens.tokens ${generated}/SluiceAdminTokens.tokens
    COMMENT "ANTLR: ${parser}.g4" VERBATIM)
endforeach()

add_library(sluice_grammar STATIC ${outputs})
target_include_directories(sluice_grammar SYSTEM PUBLIC ${generated})
target_link_libraries(sluice_grammar PUBLIC antlr4_runtime)
# Generated code, not ours to warn about; optimizing it further than this gains nothing but build time.
target_compile_options(sluice_grammar PRIVATE -fno-char8_t -w $<$<NOT:$<CONFIG:Debug>>:-O1>)
