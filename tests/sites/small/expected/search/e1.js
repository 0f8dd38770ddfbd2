sitegenSearch.reg("e1","[[],[],[],[],[],[\"Иzmi~{ena oblast.\"],[\"Љudi mlaqi od osamnaest godina.\"],[]]");
