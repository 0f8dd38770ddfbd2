sitegenSearch.reg("b2","[\"Нazovite centar. Пogledajte sve usluge. Нe morate znati kako se usluga zove.\",\"Сve je ovdje izmi~{eno, pa i plan.\"]");
